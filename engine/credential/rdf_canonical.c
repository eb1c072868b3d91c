/* rdf_canonical.c - RDFC-1.0 as far as our own graphs need it: hash first-degree quads (section 4.6.3), then issue the
 * canonical names c14n0, c14n1 … in the order of those hashes (section 4.4.3, steps 3 and 4). */
#include "credential/rdf_canonical.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

enum { BLANK_NAME = 24 };

/* Terms as N-Quads writes them, but for blank nodes, which are "_:0", "_:1" … */
struct triple {
    char *subject, *predicate, *object;
};
struct blank {
    char name[BLANK_NAME];
    char hash[2 * HASH_LEN + 1], label[BLANK_NAME + 20]; /* filled in by rdf_write_canonical on a copy */
};
struct rdf_graph {
    struct triple *triples;
    size_t count, capacity;
    struct blank **blanks;
    size_t blank_count, blank_capacity;
};

struct rdf_graph *
rdf_graph_new(void)
{
    return memory_new(sizeof(struct rdf_graph));
}

void
rdf_graph_free(struct rdf_graph *graph)
{
    if (graph == NULL)
        return;
    for (size_t i = 0; i < graph->count; i++) {
        free(graph->triples[i].subject);
        free(graph->triples[i].predicate);
        free(graph->triples[i].object);
    }
    for (size_t i = 0; i < graph->blank_count; i++)
        free(graph->blanks[i]);
    free(graph->triples);
    free(graph->blanks);
    free(graph);
}

const char *
rdf_new_blank(struct rdf_graph *graph)
{
    struct blank *blank = memory_new(sizeof *blank);
    snprintf(blank->name, sizeof blank->name, "_:%zu", graph->blank_count);
    MEMORY_GROW(graph->blanks, graph->blank_count, graph->blank_capacity);
    graph->blanks[graph->blank_count++] = blank;
    return blank->name;
}

static bool
is_blank(const char *term)
{
    return term[0] == '_' && term[1] == ':';
}

static char *
node_term(const char *node)
{
    return is_blank(node) ? memory_copy_text(node) : memory_print("<%s>", node);
}

/* Takes over the object. */
static void
add_triple(struct rdf_graph *graph, const char *subject, const char *predicate, char *object)
{
    struct triple made = {node_term(subject), memory_print("<%s>", predicate), object};
    for (size_t i = 0; i < graph->count; i++)
        if (strcmp(graph->triples[i].subject, made.subject) == 0 && strcmp(graph->triples[i].object, made.object) == 0 &&
            strcmp(graph->triples[i].predicate, made.predicate) == 0) {
            free(made.subject);
            free(made.predicate);
            free(made.object);
            return;
        }
    MEMORY_GROW(graph->triples, graph->count, graph->capacity);
    graph->triples[graph->count++] = made;
}

void
rdf_add(struct rdf_graph *graph, const char *subject, const char *predicate, const char *object)
{
    add_triple(graph, subject, predicate, node_term(object));
}

/* Canonical N-Quads (RDFC-1.0 section 5): few escapes, everything else as it is. */
static void
add_escaped(struct buffer *out, const char *text)
{
    static const char SIGNS[] = "\b\t\n\f\r\"\\", LETTERS[] = "btnfr\"\\";
    for (; *text != 0; text++) {
        const char *sign = strchr(SIGNS, *text);
        if (sign != NULL)
            buffer_print(out, "\\%c", LETTERS[sign - SIGNS]);
        else if ((unsigned char)*text < 0x20 || *text == 0x7f)
            buffer_print(out, "\\u%04X", (unsigned)(unsigned char)*text);
        else
            buffer_add_byte(out, (uint8_t)*text);
    }
}

void
rdf_add_literal(struct rdf_graph *graph, const char *subject, const char *predicate, const char *text, const char *type)
{
    struct buffer literal = {0};
    buffer_add_byte(&literal, '"');
    add_escaped(&literal, text);
    buffer_add_byte(&literal, '"');
    if (type != NULL)
        buffer_print(&literal, "^^<%s>", type);
    add_triple(graph, subject, predicate, buffer_take_text(&literal));
}

/* ---- canonical form ---- */

static int
compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void
write_sorted(char **lines, size_t count, struct buffer *out)
{
    if (count > 0)
        qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(out, lines[i]);
        free(lines[i]);
    }
    free(lines);
}

/* In the quads of one blank node it is _:a and every other one _:z. */
static const char *
first_degree_term(const char *term, const char *self)
{
    return !is_blank(term) ? term : strcmp(term, self) == 0 ? "_:a" : "_:z";
}

static void
hash_first_degree(const struct rdf_graph *graph, struct blank *blank)
{
    char **lines = memory_new_array(graph->count, sizeof *lines);
    struct buffer quads = {0};
    uint8_t hash[HASH_LEN];
    size_t count = 0;
    for (size_t i = 0; i < graph->count; i++) {
        const struct triple *one = &graph->triples[i];
        if (strcmp(one->subject, blank->name) == 0 || strcmp(one->object, blank->name) == 0)
            lines[count++] = memory_print("%s %s %s .\n", first_degree_term(one->subject, blank->name), one->predicate,
                                          first_degree_term(one->object, blank->name));
    }
    write_sorted(lines, count, &quads);
    hash_bytes(quads.data, quads.len, hash);
    hash_to_hex(hash, HASH_LEN, blank->hash);
    buffer_clear(&quads);
}

static int
compare_hashes(const void *left, const void *right)
{
    return strcmp((*(struct blank *const *)left)->hash, (*(struct blank *const *)right)->hash);
}

/* The blank nodes in the order of their hashes, each with its label. False if two are alike. */
static bool
label_blanks(const struct rdf_graph *graph, struct blank **sorted)
{
    for (size_t i = 0; i < graph->blank_count; i++) {
        sorted[i] = graph->blanks[i];
        hash_first_degree(graph, sorted[i]);
    }
    if (graph->blank_count > 0)
        qsort(sorted, graph->blank_count, sizeof(struct blank *), compare_hashes);
    for (size_t i = 0; i < graph->blank_count; i++) {
        if (i > 0 && strcmp(sorted[i]->hash, sorted[i - 1]->hash) == 0)
            return false;
        snprintf(sorted[i]->label, sizeof sorted[i]->label, "_:c14n%zu", i);
    }
    return true;
}

static const char *
label_of(const struct rdf_graph *graph, const char *term)
{
    return is_blank(term) ? graph->blanks[strtoul(term + 2, NULL, 10)]->label : term;
}

bool
rdf_write_canonical(const struct rdf_graph *graph, struct buffer *out)
{
    struct blank **sorted = memory_new_array(graph->blank_count, sizeof *sorted);
    bool are_different = label_blanks(graph, sorted);
    free(sorted);
    if (!are_different)
        return false;
    char **lines = memory_new_array(graph->count, sizeof *lines);
    for (size_t i = 0; i < graph->count; i++)
        lines[i] = memory_print("%s %s %s .\n", label_of(graph, graph->triples[i].subject), graph->triples[i].predicate,
                                label_of(graph, graph->triples[i].object));
    write_sorted(lines, graph->count, out);
    return true;
}
