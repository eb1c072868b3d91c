/* credential.h - what is signed, by whom, and whether to believe it.
 *
 * One signed message (COSE_Sign1, RFC 9052, EdDSA/Ed25519) around deterministic CBOR claims, many carriers: QR text,
 * PDF attachment, file. certs/FORMAT.md is the specification. This module makes keys, signs, checks, draws codes and
 * paper. It never reads a clock, a store or a quiz; secrets live in struct keyring only. */
#ifndef CREDENTIAL_CREDENTIAL_H
#define CREDENTIAL_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"

enum { KEY_LEN = 32, KID_LEN = 8, CERTIFICATE_ID_LEN = 10, EVIDENCE_LEN = 16, QUIZ_MARK_LEN = 8, MESSAGE_MAX = 1200,
       INDICATOR_MAX = 64, ID_TEXT_LEN = 20, OFFICE_SIZE = 120,
       NOT_CHECKED_MAX = 6,
       CREDENTIAL_FILE_MAX = 20 * 1024 * 1024 /* of what is checked */ };

/* typ (protected header 16): no signature is good for another kind. */
enum message_kind { KIND_CERTIFICATE = 1, KIND_DELEGATION = 2, KIND_STATUS_LIST = 3, KIND_TRUST_FILE = 4, KIND_PDF_KEY = 5,
                    KIND_KEY_REQUEST = 8, KIND_QUIZ_PACKAGE = 9 };

/* ---- keys and trust: files in the data folder ----
 * DIR/keys/root.key issuer.key (secret, 0600) · DIR/trust/root.pub (64 hex digits) · DIR/trust/trust.cose (signed by
 * the root: roots, delegations, programmes, places, offices) · DIR/trust/issuer.cose (this laptop's delegation). */

struct keyring; /* secret keys, in guarded memory, wiped on close */

struct delegation_terms {
    char office[OFFICE_SIZE]; /* who issues; "" = as the trust file's table of offices names office_number */
    uint32_t office_number;
    uint32_t place;          /* administrative code, 0 = unknown */
    uint32_t programmes[8];
    size_t programme_count;
    int64_t not_before, not_after; /* Unix seconds; <= 90 days apart by default */
    uint32_t quota;          /* certificates: sequence numbers first_sequence .. first_sequence + quota - 1 */
    uint32_t first_sequence; /* for keyring_init: the next number that is wanted, 1 at first */
};

/* A line of the tables behind the numbers in claims. */
struct trust_programme {
    uint32_t number;
    const char *id, *title_vi, *title_en, *framework;
    const char *const *indicators; /* codes, the order of the indicator bytes */
    size_t indicator_count;
    const char *band_vi[4], *band_en[4]; /* names of the levels */
};
struct trust_place {
    uint32_t code;
    const char *name_vi, *name_en; /* "thôn Đồi Cọ, xã Văn Lương, tỉnh Phú Thọ" */
};

/* The tables behind the numbers in claims, as a root signs them. */
struct public_words {
    const struct trust_programme *programmes;
    size_t programme_count;
    const struct trust_place *places;
    size_t place_count;
};

struct passphrase; /* in guarded memory */
/* A line end behind it does not count. One that seals keys has at least 8 bytes: FAULT_INPUT when it is used for that. */
MUST_CHECK enum fault passphrase_new(const char *text, size_t len, struct passphrase **passphrase, struct err *err);
const char *passphrase_text(const struct passphrase *passphrase);
void passphrase_free(struct passphrase *passphrase);

/* True once keys exist in `folder`. */
bool keyring_exists(const char *folder);
/* Idempotent: makes what is missing (root "this laptop only", issuer, delegation, trust file); existing keys stay.
 * A permit that ended, is for another office, place or programmes, or does not allow terms->first_sequence is renewed:
 * the new one keeps the old first_sequence and allows terms->quota numbers more than the old one, so that numbers go
 * on; the old one stays in trust/ for the papers issued under it. The tables are (re)written and the trust file's number
 * goes up when they changed. Where the permit was given by a root elsewhere, nothing of this is touched. */
MUST_CHECK enum fault keyring_init(const char *folder, struct passphrase *passphrase, const struct delegation_terms *terms,
                                   const struct public_words *words, int64_t now, struct err *err);
/* While the key is sealed, what is public of it is there and nothing can be signed: keyring_unlock. */
MUST_CHECK enum fault keyring_open(const char *folder, struct keyring **keyring, struct err *err);
void keyring_close(struct keyring *keyring);
/* Who signs PDFs here (keys/pdf.p12), and the message that says so, signed by the issuer; NULL while locked. */
const struct pdf_signer *keyring_pdf_signer(const struct keyring *keyring);
const struct buffer *keyring_pdf_key(const struct keyring *keyring);
/* The organisation's own PKCS#12 in its place; packed again without its password, sealed like the other keys. */
MUST_CHECK enum fault keyring_import_pdf_key(const char *folder, struct passphrase *passphrase, const void *pkcs12,
                                             size_t len, const char *password, struct err *err);
/* FAULT_CONFLICT: not the passphrase. */
MUST_CHECK enum fault keyring_unlock(struct keyring *keyring, struct passphrase *passphrase, struct err *err);
void keyring_lock(struct keyring *keyring); /* wipes the secret */
bool keyring_is_locked(const struct keyring *keyring);
/* All secret keys in the folder, at rest. */
bool keyring_is_sealed(const char *folder);
MUST_CHECK enum fault keyring_seal(const char *folder, struct passphrase *passphrase, struct err *err);
/* ---- data_key.c: personal words at rest ---- */

enum { DATA_KEY_TEXT_LEN = 65 };
struct data_key;
/* DIR/keys/data.key; the public half as hex is for the store. */
MUST_CHECK enum fault data_key_make(const char *folder, struct passphrase *passphrase, char public_hex[DATA_KEY_TEXT_LEN],
                                    struct err *err);
MUST_CHECK enum fault data_key_load(const char *public_hex, struct data_key **key, struct err *err);
/* FAULT_CONFLICT: not the passphrase. NULL will do while the file is not sealed. */
MUST_CHECK enum fault data_key_unlock(struct data_key *key, const char *folder, struct passphrase *passphrase, struct err *err);
bool data_key_is_sealed(const char *folder);
bool data_key_is_locked(const struct data_key *key);
void data_key_free(struct data_key *key);
/* Appends. Opening: false while it is locked, or if the box was changed. */
void data_key_seal(const struct data_key *key, const void *data, size_t len, struct buffer *out);
bool data_key_open(const struct data_key *key, const void *box, size_t len, struct buffer *out);

MUST_CHECK enum fault keyring_unseal(const char *folder, struct passphrase *passphrase, struct err *err);
const uint8_t *keyring_issuer(const struct keyring *keyring); /* raw Ed25519 public key */
const uint8_t *keyring_root(const struct keyring *keyring);
const struct buffer *keyring_delegation(const struct keyring *keyring); /* COSE bytes */
const struct delegation_terms *keyring_terms(const struct keyring *keyring);
struct json *keyring_to_json(const struct keyring *keyring); /* for `key show --json`: root, issuer, ... public parts */

/* ---- the chain of trust: request (laptop) -> delegate (root, offline) -> import (laptop) ---- */

/* What a laptop asks for, signed by the key that asks. */
struct key_request {
    uint8_t issuer[KEY_LEN];
    int64_t asked_at;
    char office[OFFICE_SIZE];
    uint32_t place;
};
MUST_CHECK enum fault key_request_write(const char *folder, struct passphrase *passphrase, int64_t now, struct buffer *out,
                                        struct err *err);
MUST_CHECK enum fault key_request_read(const void *data, size_t len, const char *name, struct key_request *out,
                                       struct err *err);
/* A key of its own for the next permits; it takes the place of the old one when its permit comes. With a root in the
 * same folder that is at once. */
MUST_CHECK enum fault key_rotate(const char *folder, struct passphrase *passphrase, const struct public_words *words,
                                 int64_t now, struct err *err);

/* A folder that holds a root and no issuer; refuses one that has keys. */
MUST_CHECK enum fault root_new(const char *folder, struct passphrase *passphrase, const struct public_words *words,
                               int64_t now, struct err *err);
/* Signs a permit for the one who asks; its sequence numbers lie behind all that were permitted. The reply is what `key_import`
 * takes: the root, the permit, and what the root has published. terms: first_sequence is filled in. */
MUST_CHECK enum fault root_delegate(const char *folder, struct passphrase *passphrase, const struct key_request *request,
                                    struct delegation_terms *terms, const struct public_words *words, int64_t now,
                                    struct buffer *reply, struct err *err);
/* A new root key; the old one names it in its last trust file, and is destroyed. */
MUST_CHECK enum fault root_rotate(const char *folder, struct passphrase *passphrase, const struct public_words *words,
                                  int64_t now, struct err *err);

/* What was imported, for the record. */
struct key_import {
    uint8_t root[KEY_LEN], old_root[KEY_LEN];
    bool is_new_root; /* no chain leads from the root that was known to this one */
    struct delegation_terms terms;
};
/* expected: NULL, or the root that the person read from the printed record; FAULT_INPUT if it is another, or if the laptop
 * already obeys a root elsewhere that does not lead to this one and none is expected. */
MUST_CHECK enum fault key_import(const char *folder, struct passphrase *passphrase, const void *reply, size_t len,
                                 const char *name, const uint8_t expected[KEY_LEN], struct key_import *out,
                                 struct err *err);

/* Why a certificate was withdrawn: certs/FORMAT.md section 6. */
enum revocation_reason { REASON_NOT_STATED, REASON_ERROR, REASON_OTHER_PERSON, REASON_TEST, REASON_REPLACED, REASON_KEY_LOST,
                         REASON_WISH, REASON_COUNT };
struct revocation {
    bool is_issuer;           /* everything of `issuer` from sequence `from` on; else the one with status_index */
    uint32_t status_index;
    uint8_t issuer[KEY_LEN];
    uint32_t from;
    enum revocation_reason reason;
};
/* Adds to the root's status list and signs it with the next number; count 0 signs the list as it is if there is none yet.
 * seen: for the permit of this folder, the last sequence number issued; 0 = not known. FAULT_CANNOT where the root is
 * elsewhere. */
MUST_CHECK enum fault root_revoke(const char *folder, struct passphrase *passphrase, const struct revocation *revocations,
                                  size_t count, uint32_t seen, int64_t now, struct err *err);
/* True if the root that this folder obeys can sign here. */
bool root_is_here(const char *folder);
/* Where an office's root is obeyed now: the laptop's own root is kept, for what it permitted before, and so is its list. */
bool root_of_laptop_is_kept(const char *folder);
MUST_CHECK enum fault root_revoke_as_laptop(const char *folder, struct passphrase *passphrase,
                                            const struct revocation *revocations, size_t count, int64_t now, struct err *err);

/* ---- claims and issuing ---- */

struct claims {
    int64_t issued_at, expires_at;   /* iat, exp: Unix seconds */
    uint8_t id[CERTIFICATE_ID_LEN];  /* random */
    char name[400];                  /* NFC */
    uint32_t birth_year;             /* 0 = not stated */
    uint32_t place;
    uint32_t programme;
    uint8_t quiz_mark[QUIZ_MARK_LEN]; /* first bytes of the quiz hash */
    uint8_t bands[INDICATOR_MAX];    /* 0 = not seen, 1..4 */
    uint8_t scores[INDICATOR_MAX];   /* 0..31 */
    size_t indicator_count;
    uint8_t level;                   /* overall band 1..4: claims_level, never signed of its own */
    bool identity_seen, help_given;
    uint32_t sequence;
    uint32_t status_index;
    uint8_t evidence[EVIDENCE_LEN];  /* first bytes of the attempt's chain hash */
};

/* Lower median of the bands that are not 0: the level that paper and verifiers state; 0 if nothing was tested. */
uint8_t claims_level(const struct claims *claims);

/* Signs, then checks its own signature, before anything leaves. FAULT_INPUT names the claim that cannot be signed (a name
 * must be as text_clean_name leaves it); FAULT_CANNOT says what the own permit does not allow: place, programme, dates,
 * quota. */
MUST_CHECK enum fault credential_issue(const struct keyring *keyring, const struct claims *claims, struct buffer *cose,
                                       struct err *err);
/* "KGZ7-3M58-9FS6-A5YE": the id in Crockford base 32, as printed. */
void credential_print_id(const uint8_t id[CERTIFICATE_ID_LEN], char out[ID_TEXT_LEN]);

/* URL#digits, PRODUCT.md section 6. url <= 30 characters. */
void credential_to_qr_text(const char *url, const void *cose, size_t len, struct buffer *out);

/* ---- checking ---- */

enum verdict {
    VERDICT_VALID = 0, VERDICT_VALID_NEW = 1, VERDICT_NOT_GENUINE = 10, VERDICT_UNREADABLE = 11, VERDICT_REVOKED = 12,
    VERDICT_EXPIRED_KEY = 13, VERDICT_UNKNOWN_ISSUER = 14, VERDICT_NEWER = 15, VERDICT_MISMATCH = 16,
    VERDICT_DOUBTFUL_CLOCK = 17, VERDICT_EXPIRED = 18
};
const char *verdict_name(enum verdict verdict); /* "NOT-GENUINE" */
int verdict_exit_code(enum verdict verdict);    /* VALID-NEW is 0 too */

struct trust; /* roots that are believed, and what they signed: delegations, tables, status lists */

struct trust *trust_new(void);
void trust_free(struct trust *trust);
/* A root public key: 32 raw bytes or 64 hex digits (+ newline). */
MUST_CHECK enum fault trust_add_root(struct trust *trust, const void *data, size_t len, const char *name, struct err *err);
/* Reads DIR/trust/: root.pub, *.cose. A missing folder is no fault: then nothing is trusted. */
MUST_CHECK enum fault trust_add_folder(struct trust *trust, const char *folder, struct err *err);
/* A signed trust file, delegation or status list: FAULT_INPUT unless its signature leads to a root; FAULT_CONFLICT for a
 * status list that is older than the one known, which stays. */
MUST_CHECK enum fault trust_add_message(struct trust *trust, const void *data, size_t len, const char *name, struct err *err);

struct check_report {
    enum verdict verdict;
    char says_vi[300], says_en[300];  /* the sentence of certs/verdicts.tsv, with dates filled in */
    /* Only when the verdict's exit code is 0: */
    struct claims claims;
    uint8_t issuer[KEY_LEN];
    char place_vi[200], place_en[200];
    char programme_vi[200], programme_en[200];
    char level_vi[100], level_en[100]; /* e.g. "Tự làm được (bậc 3 trong 4)" */
    char office[OFFICE_SIZE];
    bool is_laptop_only;              /* the root is one that `init` made */
    int64_t known_up_to;              /* date of the newest list loaded, 0 = none */
    char not_checked[NOT_CHECKED_MAX][100]; /* sentences, "" at the end: e.g. "revocation: no list is loaded" */
};

/* The whole order of checks of PRODUCT.md section 6 over received bytes. */
void credential_check(const void *cose, size_t len, const struct trust *trust, int64_t now, struct check_report *report);
/* URL#digits, all digits; white space at the ends and line breaks inside digits are tolerated. Several lines may hold
 * several codes, as a photo of a paper gives them: permits are taken into `trust` first, then exactly one certificate is
 * checked; two different ones of which one is genuine are a MISMATCH. */
void credential_check_text(const char *text, size_t len, struct trust *trust, int64_t now, struct check_report *report);
/* A whole PDF of ours: attachments certificate.cose and issuer.cose, as in a text. At most 20 MB, and nothing behind its
 * one end of file; else UNREADABLE. A genuine certificate in a file that its issuer did not sign as it is: MISMATCH.
 * Of a PDF without our attachments, the pictures, as in a photo. */
void credential_check_pdf(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report);

/* A PNG or JPEG with any number of codes at any turn, as in a text. At most 20 MB and 40 million pixels; what cannot be read
 * is UNREADABLE. */
void credential_check_photo(const void *data, size_t len, struct trust *trust, int64_t now, struct check_report *report);
/* PNG or JPEG, by its first bytes. */
bool credential_is_photo(const void *data, size_t len);

/* The bytes of an attachment of a PDF of ours, unproven. False if there is none of this name. */
bool credential_pdf_attachment(const void *data, size_t len, const char *name, struct buffer *out);

/* ---- Open Badges 3.0 ---- */

/* The words that claims have numbers for; codes and labels in the order of the claims' indicators. */
struct open_badge_words {
    const char *office, *programme_id, *programme_title, *description, *criteria, *framework_id, *framework_title;
    const char *const *codes, *const *labels;
    const char *level_names[4];
};
/* An AchievementCredential as JSON-LD, signed by the issuer (eddsa-rdfc-2022, did:key). The same claims and words give
 * the same bytes. */
MUST_CHECK enum fault open_badge_write(const struct keyring *keyring, const struct claims *claims,
                                       const struct open_badge_words *words, struct buffer *json, struct err *err);

/* ---- the one-page verifier ---- */

struct verifier_lists; /* the roots that a page believes, and what they signed */
struct verifier_lists *verifier_lists_new(void);
void verifier_lists_free(struct verifier_lists *lists);
MUST_CHECK enum fault verifier_lists_add_root(struct verifier_lists *lists, const void *data, size_t len, const char *name,
                                              struct err *err);
/* As trust_add_message: what no root signed is refused. */
MUST_CHECK enum fault verifier_lists_add_message(struct verifier_lists *lists, const void *data, size_t len,
                                                 const char *name, struct err *err);
/* DIR/trust/: what is not believed there is left out. */
MUST_CHECK enum fault verifier_lists_add_folder(struct verifier_lists *lists, const char *folder, struct err *err);
/* The page as one file of HTML. FAULT_CANNOT if it was not built, or no root is named. */
MUST_CHECK enum fault verifier_page_make(const char *share, const struct verifier_lists *lists, struct buffer *page,
                                         struct err *err);

/* ---- the signature of the PDF (PAdES) ---- */

struct pdf_signer; /* a P-256 or RSA key with its certificate */

/* A P-256 key with a certificate that it signed itself, for `office`, as PKCS#12 without a password. */
MUST_CHECK enum fault pdf_signer_make(const char *office, int64_t now, struct buffer *pkcs12, struct err *err);
/* FAULT_CONFLICT: not the password. FAULT_INPUT: no PKCS#12, no private key in it, or one of another kind. */
MUST_CHECK enum fault pdf_signer_open(const void *pkcs12, size_t len, const char *password, struct pdf_signer **signer,
                                      struct err *err);
/* PKCS#12 without a password, for a file that is sealed by other means. */
MUST_CHECK enum fault pdf_signer_pack(const struct pdf_signer *signer, struct buffer *pkcs12, struct err *err);
void pdf_signer_close(struct pdf_signer *signer);
void pdf_signer_spki(const struct pdf_signer *signer, uint8_t hash[32]); /* SHA-256 of its SubjectPublicKeyInfo */
size_t pdf_signer_room(const struct pdf_signer *signer);                 /* bytes of its longest signature */
/* Signs a file that certificate_pdf_draw made with enough room, and checks its own signature. */
MUST_CHECK enum fault pdf_sign(const struct pdf_signer *signer, struct buffer *pdf, struct err *err);

/* ---- codes and paper ---- */

struct qr_code {
    int version, width;  /* modules a side */
    uint8_t *modules;    /* width*width, 1 = dark */
};
/* Payload code: byte segment up to and with '#', numeric segment behind it; error correction M; never above version
 * max_version (FAULT_INPUT). */
MUST_CHECK enum fault qr_code_of_payload(const char *qr_text, int max_version, struct qr_code *code, struct err *err);
MUST_CHECK enum fault qr_code_of_text(const char *text, struct qr_code *code, struct err *err);
void qr_code_clear(struct qr_code *code);
void qr_code_to_svg(const struct qr_code *code, struct buffer *out);      /* black rectangles, 4 modules quiet zone, no size */
void qr_code_to_terminal(const struct qr_code *code, struct buffer *out); /* half blocks, dark on light */

/* Everything that stands on one paper, in words. Strings are UTF-8 NFC. */
struct paper_indicator {
    const char *code, *label;
    bool is_tested;       /* false: dashed frame, "chưa kiểm tra" */
    double low, high, at; /* 0..1 on the scale of four bands */
};
struct paper_area {
    const char *name; /* upper case on paper */
    const struct paper_indicator *indicators;
    size_t count;
};
struct certificate_paper {
    const char *language;            /* "vi" or "en" */
    const char *office, *authority;  /* issuer in capitals; who delegated */
    const char *id_text, *issued_date, *valid_until_date; /* dd/mm/yyyy */
    const char *assurance;           /* "Đã xem giấy tờ tùy thân · Không ai làm giúp" */
    const char *programme_line;      /* italic line under the title */
    const char *name;
    const char *birth_year;          /* "1963", "" = not stated */
    const char *place;
    const char *level;               /* "Tự làm được" */
    int level_number;
    const char *can_do[5];           /* <= 5 sentences */
    size_t can_do_count;
    const char *band_names[4];       /* chart heads */
    const struct paper_area *areas;
    size_t area_count;
    const char *place_and_date;      /* "Văn Lương, ngày 22 tháng 11 năm 2026" */
    const char *signer_role, *signer_name;
    const char *verifier_host;       /* "v.example.vn" */
    bool is_laptop_only;             /* prints "chỉ có giá trị thử trên máy này" */
    uint8_t id[CERTIFICATE_ID_LEN];  /* drawn in the ring of the number */
    const char *certificate_qr, *issuer_qr; /* URL#digits */
    const void *certificate_cose, *issuer_cose, *pdf_key_cose, *open_badge; /* attachments; NULL = left out */
    size_t certificate_cose_len, issuer_cose_len, pdf_key_cose_len, open_badge_len;
    size_t signature_room;           /* bytes kept for pdf_sign; 0 = the file will not be signed */
    int64_t issued_at;
};

/* One A4 landscape page as PDF bytes, by the press's layout (certs/layouts/); the same input gives the same bytes. fonts_folder holds the subsets made at
 * build time. FAULT_INPUT if a letter is in none of the fonts or a code exceeds its version budget. */
/* FAULT_INPUT with file and line, if the layout cannot be read or is for several papers a sheet. */
MUST_CHECK enum fault paper_layout_check(const char *path, struct err *err);
struct paper_press; /* fonts loaded once, many papers */
MUST_CHECK enum fault paper_press_open(const char *fonts_folder, const char *layout_path, struct paper_press **press,
                                       struct err *err);
size_t paper_press_room(const struct paper_press *press); /* papers on a sheet: 1, or 8 cards */
/* An unsigned sheet of up to paper_press_room small papers, to be cut. */
MUST_CHECK enum fault paper_sheet_draw(struct paper_press *press, const struct certificate_paper *papers, size_t count,
                                       struct buffer *pdf, struct err *err);
/* Many papers in one file, to be printed: unsigned, nothing attached. Begin, add each, then end or drop; in between the press
 * is good for nothing else. made_at: Unix seconds. */
void paper_book_begin(struct paper_press *press);
MUST_CHECK enum fault paper_book_add(struct paper_press *press, const struct certificate_paper *paper, struct err *err);
MUST_CHECK enum fault paper_book_end(struct paper_press *press, const char *title, const char *office, int64_t made_at,
                                     struct buffer *pdf, struct err *err);
void paper_book_drop(struct paper_press *press);

/* The sheet on which those who received a paper sign. */
struct register_row {
    const char *number, *name, *birth_year, *level, *id_text, *issued_date;
};
struct register_paper {
    const char *office;     /* in capitals */
    const char *place, *class_name, *made_date;
    const char *place_and_date; /* over the signature */
    const struct register_row *rows;
    size_t count;
    int64_t made_at;
};
MUST_CHECK enum fault register_pdf_draw(struct paper_press *press, const struct register_paper *paper, struct buffer *pdf,
                                        struct err *err);
void paper_press_close(struct paper_press *press);
MUST_CHECK enum fault certificate_pdf_draw(struct paper_press *press, const struct certificate_paper *paper,
                                           struct buffer *pdf, struct err *err);

/* ---- quiz packages: a quiz folder as one file that an author signs (certs/FORMAT.md), and whom this laptop trusts ----
 * A package is read as a stranger's bytes: size, shape, signature, names and hashes are checked before any of its files
 * is looked at. Nothing here runs a quiz. Whether a quiz may lead to a certificate is asked of struct quiz_trust. */

enum {
    PACKAGE_MAX = 20 << 20, PACKAGE_FILES_MAX = 500,
    PACKAGE_NAME_MAX = 50, PACKAGE_ID_MAX = 64, PACKAGE_TITLE_MAX = 200,
    PACKAGE_SOURCE_MAX = 32 << 10,   /* one .lua */
    PACKAGE_SOURCES_MAX = 256 << 10, /* all of them */
    PACKAGE_TEXT_MAX = 64 << 10,     /* a .walk or another text */
    PACKAGE_PICTURE_MAX = 200 << 10, PACKAGE_CLIP_MAX = 512 << 10
};

struct package_file {
    char name[PACKAGE_NAME_MAX + 1]; /* "quiz.lua", "pictures/shop.png" */
    const uint8_t *data;             /* a view into the package, or into what the caller holds */
    size_t len;
    uint8_t hash[HASH_LEN];
};

struct quiz_package {
    char id[PACKAGE_ID_MAX + 1]; /* the folder's name */
    char title[PACKAGE_TITLE_MAX + 1];
    uint32_t version;
    bool is_signed;
    uint8_t author[KEY_LEN]; /* of a signed one */
    struct package_file *files; /* sorted by name */
    size_t file_count;
};

/* Whether a file of a quiz may have this name and size: FAULT_INPUT says what is wrong, and names it. */
MUST_CHECK enum fault package_check_file(const char *name, size_t len, struct err *err);
/* Sorts and hashes the files. FAULT_INPUT: a name, a size or a number that no package may have. secret: of the author,
 * 64 bytes; NULL leaves it unsigned. */
MUST_CHECK enum fault package_write(struct quiz_package *package, const uint8_t *secret, struct buffer *out,
                                    struct err *err);
/* Views into data. FAULT_INPUT: damaged, changed, not of this format, or with names and sizes that are not allowed. */
MUST_CHECK enum fault package_read(const void *data, size_t len, struct quiz_package *out, struct err *err);
/* The same hash as quiz_author_hash of a folder with these files. */
void package_files_hash(const struct quiz_package *package, uint8_t out[HASH_LEN]);
void package_clear(struct quiz_package *package);

/* ---- the author's key: DIR/keys/author.key (secret), author.pub ---- */

/* Made on first use. *secret for sodium_free by author_key_free. */
MUST_CHECK enum fault author_key_open(const char *folder, struct passphrase *passphrase, uint8_t **secret, struct err *err);
void author_key_free(uint8_t *secret);
/* False if this laptop has signed nothing yet. */
bool author_key_public(const char *folder, uint8_t key[KEY_LEN]);

/* ---- what this laptop trusts: DIR/trust/authors.tsv, quizzes.tsv ---- */

struct trusted_author {
    uint8_t key[KEY_LEN];
    char name[OFFICE_SIZE];
};
/* A quiz that was shipped (`author` is all zeros) or came in a signed package; `files`: quiz_files_hash. */
struct known_quiz {
    uint8_t files[HASH_LEN];
    uint8_t author[KEY_LEN];
    char id[PACKAGE_ID_MAX + 1];
};
struct quiz_trust {
    struct trusted_author *authors;
    size_t author_count, author_capacity;
    struct known_quiz *quizzes;
    size_t quiz_count, quiz_capacity;
    bool is_new; /* no shipped quiz was ever noted here */
};

/* Files that are not there are empty. FAULT_INPUT names file and line of what cannot be read. */
MUST_CHECK enum fault quiz_trust_load(const char *folder, struct quiz_trust *trust, struct err *err);
void quiz_trust_clear(struct quiz_trust *trust);
MUST_CHECK enum fault quiz_trust_add_author(const char *folder, const uint8_t key[KEY_LEN], const char *name,
                                            struct err *err);
/* *found: whether it was trusted. */
MUST_CHECK enum fault quiz_trust_remove_author(const char *folder, const uint8_t key[KEY_LEN], bool *found,
                                               struct err *err);
/* author NULL: shipped with the program. */
MUST_CHECK enum fault quiz_trust_add_quiz(const char *folder, const uint8_t files[HASH_LEN], const uint8_t *author,
                                          const char *id, struct err *err);
bool quiz_trust_has_author(const struct quiz_trust *trust, const uint8_t key[KEY_LEN]);
/* The line about these very files that counts most: shipped, by a trusted author, by another; NULL if there is none. */
const struct known_quiz *quiz_trust_find(const struct quiz_trust *trust, const uint8_t files[HASH_LEN]);
/* Whether a quiz of these very files may lead to a certificate. */
bool quiz_trust_certifies(const struct quiz_trust *trust, const uint8_t files[HASH_LEN]);

#endif
