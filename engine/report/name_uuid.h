/* name_uuid.h - UUIDs that a name always gives again (RFC 4122 section 4.3, version 5 in the URL namespace), so that statements
 * which are sent twice are the same statements. Private to report/ and its tests. */
#ifndef REPORT_NAME_UUID_H
#define REPORT_NAME_UUID_H

enum { UUID_TEXT_SIZE = 37 };

/* "74738ff5-5367-5958-9aee-98fffdcd1876" */
void name_uuid(const char *url, char out[UUID_TEXT_SIZE]);

#endif
