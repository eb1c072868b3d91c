/* credential_photo.c - pictures from whoever sends them: PNG, JPEG, and the pictures inside a PDF. The work that is counted
 * stays within its bound, whatever the picture says of its size. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"
#include "credential/pdf_pictures.h"

static void
try_picture(const uint8_t *data, size_t len)
{
    struct photo photo;
    struct buffer lines = {0};
    if (photo_read(data, len, &photo) == PHOTO_GOOD) {
        HOLDS(photo.gray != NULL && photo.width * photo.height <= PHOTO_KEPT_MAX);
        if (photo.width * photo.height < 40000) /* the search itself is zbar's: on small pictures only, for speed */
            photo_find_codes(&photo, 0, &lines);
    } else {
        HOLDS(photo.gray == NULL);
    }
    photo_clear(&photo);
    buffer_clear(&lines);
}

static void
try_pdf(const uint8_t *data, size_t len)
{
    struct pdf_pictures pictures;
    struct photo photo;
    pdf_pictures_begin(&pictures, data, len);
    for (size_t i = 0; pdf_pictures_next(&pictures, &photo); i++) {
        HOLDS(i < len && photo.gray != NULL && photo.width * photo.height <= PHOTO_KEPT_MAX);
        photo_clear(&photo);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    try_picture(data, len);
    try_pdf(data, len);
    return 0;
}
