/* open_badge.c - the certificate as an Open Badges 3.0 AchievementCredential, signed with eddsa-rdfc-2022
 * (https://www.imsglobal.org/spec/ob/v3p0/, https://www.w3.org/TR/vc-di-eddsa/).
 *
 * The JSON has one shape, so its RDF is known: each part is written twice side by side, as JSON for people's wallets and
 * as triples for the signature. What would be a nameless node gets a name where the specification allows one; the few
 * that are left differ in content, which keeps the canonical form simple. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/memory.h"
#include "credential/keyring.h"
#include "credential/rdf_canonical.h"

#define RDF_TYPE "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#define XSD "http://www.w3.org/2001/XMLSchema#"
#define ANY_URI "https://www.w3.org/2001/XMLSchema#anyURI" /* as the badges' context spells it */
#define CREDENTIALS "https://www.w3.org/2018/credentials#"
#define SECURITY "https://w3id.org/security#"
#define BADGES "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
#define SCHEMA "https://schema.org/"

enum { DID_LEN = 64, LEVEL_COUNT = 4, INDICATOR_NAME = 160, PROGRAMME_ID_MAX = 60,
       INDICATOR_CODE_MAX = 40 };
static const char *const CONTEXTS[] = {"https://www.w3.org/ns/credentials/v2",
                                       "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"};

struct badge {
    const struct claims *claims;
    const struct open_badge_words *words;
    struct rdf_graph *graph;
    char id[64], did[DID_LEN], method[2 * DID_LEN], programme[120];
    char issued[24], expires[24];
};

/* ---- names ---- */

/* Base 58 of Bitcoin, as multibase "z" wants it: each zero byte in front is a '1' in front. */
static void
write_base58(const uint8_t *data, size_t len, char *out, size_t size)
{
    static const char DIGITS[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    uint8_t digits[128] = {0};
    size_t count = 0, at = 0;
    for (; len > 0 && *data == 0 && at + 1 < size; data++, len--)
        out[at++] = DIGITS[0];
    for (size_t i = 0; i < len; i++) {
        unsigned carry = data[i];
        for (size_t j = 0; j < count; j++) {
            carry += (unsigned)digits[j] << 8;
            digits[j] = (uint8_t)(carry % 58);
            carry /= 58;
        }
        for (; carry > 0 && count < sizeof digits; carry /= 58)
            digits[count++] = (uint8_t)(carry % 58);
    }
    while (count > 0 && at + 1 < size)
        out[at++] = DIGITS[digits[--count]];
    out[at] = 0;
}

/* did:key of an Ed25519 key: multicodec 0xed, then the key (https://w3c-ccg.github.io/did-key-spec/). */
static void
name_issuer(const uint8_t key[KEY_LEN], struct badge *badge)
{
    uint8_t coded[2 + KEY_LEN] = {0xed, 0x01};
    char text[50];
    memcpy(coded + 2, key, KEY_LEN);
    write_base58(coded, sizeof coded, text, sizeof text);
    snprintf(badge->did, sizeof badge->did, "did:key:z%s", text);
    snprintf(badge->method, sizeof badge->method, "%s#z%s", badge->did, text);
}

/* A UUID of version 8 (RFC 9562) from the certificate's id, so that the same certificate is the same badge. */
static void
name_badge(const uint8_t id[CERTIFICATE_ID_LEN], struct badge *badge)
{
    uint8_t hash[HASH_LEN];
    char hex[33];
    hash_bytes(id, CERTIFICATE_ID_LEN, hash);
    hash[6] = (uint8_t)((hash[6] & 0x0f) | 0x80);
    hash[8] = (uint8_t)((hash[8] & 0x3f) | 0x80);
    hash_to_hex(hash, 16, hex);
    snprintf(badge->id, sizeof badge->id, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static void
print_time(int64_t unix_seconds, char out[24])
{
    time_t seconds = (time_t)unix_seconds;
    struct tm parts = {0};
    gmtime_r(&seconds, &parts);
    strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* ---- parts: JSON and triples side by side ---- */

static void
put_text(struct badge *badge, struct json *json, const char *node, const char *key, const char *predicate, const char *text)
{
    json_put_text(json, key, text);
    rdf_add_literal(badge->graph, node, predicate, text, NULL);
}

static void
put_uri(struct badge *badge, struct json *json, const char *node, const char *key, const char *predicate, const char *uri)
{
    json_put_text(json, key, uri);
    rdf_add_literal(badge->graph, node, predicate, uri, ANY_URI);
}

static void
put_type(struct badge *badge, struct json *json, const char *node, const char *name, const char *type)
{
    struct json *types = json_new_array();
    json_add(types, json_new_text(name));
    json_put(json, "type", types);
    rdf_add(badge->graph, node, RDF_TYPE, type);
}

static struct json *
alignment(struct badge *badge, const char *of, const char *code, const char *name)
{
    const struct open_badge_words *words = badge->words;
    const char *node = rdf_new_blank(badge->graph);
    char *uri = memory_print("urn:dauso:framework:%s%s%s", words->framework_id, code[0] != 0 ? ":" : "", code);
    struct json *json = json_new_object();
    rdf_add(badge->graph, of, BADGES "alignment", node);
    put_type(badge, json, node, "Alignment", SCHEMA "AlignmentObject");
    if (code[0] != 0)
        put_text(badge, json, node, "targetCode", BADGES "targetCode", code);
    put_text(badge, json, node, "targetName", SCHEMA "targetName", name);
    put_text(badge, json, node, "targetFramework", SCHEMA "targetFramework", words->framework_title);
    put_uri(badge, json, node, "targetUrl", SCHEMA "targetUrl", uri);
    free(uri);
    struct json *list = json_new_array();
    json_add(list, json);
    return list;
}

static void
name_level(int level, char out[40])
{
    snprintf(out, 40, "urn:dauso:level:%d", level);
}

static struct json *
levels(struct badge *badge, const char *of)
{
    struct json *list = json_new_array();
    for (int level = 1; level <= LEVEL_COUNT; level++) {
        char id[40], number[12];
        struct json *json = json_new_object();
        name_level(level, id);
        snprintf(number, sizeof number, "%d", level);
        json_put_text(json, "id", id);
        rdf_add(badge->graph, of, BADGES "rubricCriterionLevel", id);
        put_type(badge, json, id, "RubricCriterionLevel", BADGES "RubricCriterionLevel");
        put_text(badge, json, id, "name", SCHEMA "name", badge->words->level_names[level - 1]);
        put_text(badge, json, id, "level", BADGES "level", number);
        json_add(list, json);
    }
    return list;
}

static void
name_indicator(const struct badge *badge, size_t i, char out[INDICATOR_NAME])
{
    snprintf(out, INDICATOR_NAME, "%.100s:%.40s", badge->programme, badge->words->codes[i]);
}

static struct json *
result_descriptions(struct badge *badge)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < badge->claims->indicator_count; i++) {
        char id[INDICATOR_NAME];
        if (badge->claims->bands[i] == 0)
            continue;
        struct json *json = json_new_object();
        name_indicator(badge, i, id);
        json_put_text(json, "id", id);
        rdf_add(badge->graph, badge->programme, BADGES "resultDescription", id);
        put_type(badge, json, id, "ResultDescription", BADGES "ResultDescription");
        put_text(badge, json, id, "name", SCHEMA "name", badge->words->labels[i]);
        put_text(badge, json, id, "resultType", BADGES "resultType", "RubricCriterionLevel");
        json_put(json, "rubricCriterionLevel", levels(badge, id));
        json_put(json, "alignment", alignment(badge, id, badge->words->codes[i], badge->words->labels[i]));
        json_add(list, json);
    }
    return list;
}

static struct json *
results(struct badge *badge, const char *subject)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < badge->claims->indicator_count; i++) {
        char indicator[INDICATOR_NAME], level[40];
        if (badge->claims->bands[i] == 0)
            continue;
        const char *node = rdf_new_blank(badge->graph);
        struct json *json = json_new_object();
        name_indicator(badge, i, indicator);
        name_level(badge->claims->bands[i], level);
        rdf_add(badge->graph, subject, BADGES "result", node);
        put_type(badge, json, node, "Result", BADGES "Result");
        put_uri(badge, json, node, "resultDescription", BADGES "resultDescription", indicator);
        put_uri(badge, json, node, "achievedLevel", BADGES "achievedLevel", level);
        json_add(list, json);
    }
    return list;
}

static struct json *
achievement(struct badge *badge)
{
    const struct open_badge_words *words = badge->words;
    const char *criteria = rdf_new_blank(badge->graph), *node = badge->programme;
    struct json *json = json_new_object(), *narrative = json_new_object();
    json_put_text(json, "id", node);
    put_type(badge, json, node, "Achievement", BADGES "Achievement");
    put_text(badge, json, node, "achievementType", BADGES "achievementType", "Certificate");
    put_text(badge, json, node, "name", SCHEMA "name", words->programme_title);
    put_text(badge, json, node, "description", SCHEMA "description", words->description);
    rdf_add(badge->graph, node, BADGES "Criteria", criteria);
    put_text(badge, narrative, criteria, "narrative", BADGES "narrative", words->criteria);
    json_put(json, "criteria", narrative);
    json_put(json, "alignment", alignment(badge, node, "", words->framework_title));
    json_put(json, "resultDescription", result_descriptions(badge));
    return json;
}

/* The name stands there as on paper; whoever passes the badge on passes on the name, as with the paper. */
static struct json *
holder(struct badge *badge, const char *subject)
{
    const char *node = rdf_new_blank(badge->graph);
    struct json *list = json_new_array(), *json = json_new_object();
    rdf_add(badge->graph, subject, BADGES "identifier", node);
    json_put_text(json, "type", "IdentityObject");
    rdf_add(badge->graph, node, RDF_TYPE, BADGES "IdentityObject");
    put_text(badge, json, node, "identityHash", BADGES "identityHash", badge->claims->name);
    put_text(badge, json, node, "identityType", BADGES "identityType", "name");
    json_put_boolean(json, "hashed", false);
    rdf_add_literal(badge->graph, node, BADGES "hashed", "false", "https://www.w3.org/2001/XMLSchema#boolean");
    json_add(list, json);
    return list;
}

static struct json *
subject(struct badge *badge)
{
    const char *node = rdf_new_blank(badge->graph);
    struct json *json = json_new_object();
    rdf_add(badge->graph, badge->id, CREDENTIALS "credentialSubject", node);
    rdf_add(badge->graph, node, BADGES "achievement", badge->programme);
    put_type(badge, json, node, "AchievementSubject", BADGES "AchievementSubject");
    json_put(json, "identifier", holder(badge, node));
    json_put(json, "achievement", achievement(badge));
    json_put(json, "result", results(badge, node));
    return json;
}

static struct json *
issuer(struct badge *badge)
{
    struct json *json = json_new_object();
    json_put_text(json, "id", badge->did);
    rdf_add(badge->graph, badge->id, CREDENTIALS "issuer", badge->did);
    put_type(badge, json, badge->did, "Profile", BADGES "Profile");
    put_text(badge, json, badge->did, "name", SCHEMA "name", badge->words->office);
    return json;
}

static void
put_time(struct badge *badge, struct json *json, const char *key, const char *predicate, const char *time)
{
    json_put_text(json, key, time);
    rdf_add_literal(badge->graph, badge->id, predicate, time, XSD "dateTime");
}

static struct json *
credential(struct badge *badge)
{
    struct json *json = json_new_object(), *contexts = json_new_array(), *types = json_new_array();
    for (size_t i = 0; i < 2; i++)
        json_add(contexts, json_new_text(CONTEXTS[i]));
    json_add(types, json_new_text("VerifiableCredential"));
    json_add(types, json_new_text("AchievementCredential"));
    json_put(json, "@context", contexts);
    json_put_text(json, "id", badge->id);
    json_put(json, "type", types);
    rdf_add(badge->graph, badge->id, RDF_TYPE, CREDENTIALS "VerifiableCredential");
    rdf_add(badge->graph, badge->id, RDF_TYPE, BADGES "OpenBadgeCredential");
    put_text(badge, json, badge->id, "name", SCHEMA "name", badge->words->programme_title);
    json_put(json, "issuer", issuer(badge));
    put_time(badge, json, "validFrom", CREDENTIALS "validFrom", badge->issued);
    put_time(badge, json, "validUntil", CREDENTIALS "validUntil", badge->expires);
    json_put(json, "credentialSubject", subject(badge));
    return json;
}

/* ---- the proof ---- */

static bool
hash_graph(const struct rdf_graph *graph, uint8_t hash[HASH_LEN])
{
    struct buffer canonical = {0};
    bool is_written = rdf_write_canonical(graph, &canonical);
    hash_bytes(canonical.data, canonical.len, hash);
    buffer_clear(&canonical);
    return is_written;
}

/* The proof's own options, without its value (vc-di-eddsa section 3.2.5). */
static bool
hash_options(const struct badge *badge, uint8_t hash[HASH_LEN])
{
    struct rdf_graph *graph = rdf_graph_new();
    const char *node = rdf_new_blank(graph);
    rdf_add(graph, node, RDF_TYPE, SECURITY "DataIntegrityProof");
    rdf_add_literal(graph, node, "http://purl.org/dc/terms/created", badge->issued, XSD "dateTime");
    rdf_add_literal(graph, node, SECURITY "cryptosuite", "eddsa-rdfc-2022", SECURITY "cryptosuiteString");
    rdf_add(graph, node, SECURITY "proofPurpose", SECURITY "assertionMethod");
    rdf_add(graph, node, SECURITY "verificationMethod", badge->method);
    bool is_written = hash_graph(graph, hash);
    rdf_graph_free(graph);
    return is_written;
}

static struct json *
proof(const struct badge *badge, const uint8_t signature[crypto_sign_BYTES])
{
    struct json *json = json_new_object();
    char text[100];
    write_base58(signature, crypto_sign_BYTES, text + 1, sizeof text - 1);
    text[0] = 'z';
    json_put_text(json, "type", "DataIntegrityProof");
    json_put_text(json, "created", badge->issued);
    json_put_text(json, "verificationMethod", badge->method);
    json_put_text(json, "cryptosuite", "eddsa-rdfc-2022");
    json_put_text(json, "proofPurpose", "assertionMethod");
    json_put_text(json, "proofValue", text);
    return json;
}

/* The signature is over both hashes, and is checked before it leaves. */
static bool
sign_badge(const struct keyring *keyring, const struct badge *badge, struct json *json)
{
    uint8_t hashes[2 * HASH_LEN], signature[crypto_sign_BYTES];
    if (!hash_options(badge, hashes) || !hash_graph(badge->graph, hashes + HASH_LEN))
        return false;
    crypto_sign_detached(signature, NULL, hashes, sizeof hashes, keyring_issuer_secret(keyring));
    json_put(json, "proof", proof(badge, signature));
    return crypto_sign_verify_detached(signature, hashes, sizeof hashes, keyring_issuer(keyring)) == 0;
}

enum fault
open_badge_write(const struct keyring *keyring, const struct claims *claims, const struct open_badge_words *words,
                 struct buffer *out, struct err *err)
{
    struct badge badge = {.claims = claims, .words = words};
    if (keyring_is_locked(keyring))
        return err_set(err, FAULT_CANNOT, "the issuer's key is locked, so the badge cannot be signed");
    if (strlen(words->programme_id) > PROGRAMME_ID_MAX)
        return err_set(err, FAULT_INPUT, "the id of the programme \"%.20s…\" is longer than %d bytes", words->programme_id,
                       PROGRAMME_ID_MAX);
    for (size_t i = 0; i < claims->indicator_count; i++)
        if (strlen(words->codes[i]) > INDICATOR_CODE_MAX)
            return err_set(err, FAULT_INPUT, "the code of the indicator \"%.20s…\" is longer than %d bytes", words->codes[i],
                           INDICATOR_CODE_MAX);
    badge.graph = rdf_graph_new();
    name_issuer(keyring_issuer(keyring), &badge);
    name_badge(claims->id, &badge);
    snprintf(badge.programme, sizeof badge.programme, "urn:dauso:programme:%.60s", words->programme_id);
    print_time(claims->issued_at, badge.issued);
    print_time(claims->expires_at, badge.expires);
    struct json *json = credential(&badge);
    enum fault fault = FAULT_NONE;
    if (!sign_badge(keyring, &badge, json))
        fault = err_set(err, FAULT_CANNOT, "the badge could not be signed: two of its parts are alike, or its own signature does "
                        "not check");
    else
        json_write(json, out);
    json_free(json);
    rdf_graph_free(badge.graph);
    return fault;
}
