/* rdf_canonical.h - a set of RDF triples in the one order and with the one naming that signatures need: RDF Dataset
 * Canonicalization (RDFC-1.0, https://www.w3.org/TR/rdf-canon/), for graphs whose blank nodes all differ. Private to
 * credential/. */
#ifndef CREDENTIAL_RDF_CANONICAL_H
#define CREDENTIAL_RDF_CANONICAL_H

#include "credential/credential.h"

struct rdf_graph;

struct rdf_graph *rdf_graph_new(void);
void rdf_graph_free(struct rdf_graph *graph);
/* A blank node, to be used as subject or object; valid while the graph is. */
const char *rdf_new_blank(struct rdf_graph *graph);
/* subject, object: an IRI or a blank node. A triple that is there already is not added again. */
void rdf_add(struct rdf_graph *graph, const char *subject, const char *predicate, const char *object);
/* type: IRI of the datatype; NULL = xsd:string, which is not written. */
void rdf_add_literal(struct rdf_graph *graph, const char *subject, const char *predicate, const char *text,
                     const char *type);
/* Canonical N-Quads. False if two blank nodes have the same first-degree hash (section 4.6): telling such nodes apart is
 * left to programs that read foreign graphs. */
bool rdf_write_canonical(const struct rdf_graph *graph, struct buffer *out);

#endif
