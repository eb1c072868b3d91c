/* addresses.h - which of the laptop's addresses phones should use, and which names are ours. */
#ifndef WEB_ADDRESSES_H
#define WEB_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ADDRESS_TEXT_MAX = 48, ADDRESSES_MAX = 32 };

/* Of the interface and its IPv4 address (host byte order): the higher, the likelier that phones can
 * reach it; 0 = never. */
int addresses_rank(const char *interface, uint32_t address);

struct addresses {
    char own[ADDRESSES_MAX][ADDRESS_TEXT_MAX];
    size_t own_count;
    const char *const *hosts;
    size_t host_count;
    int port;
    int64_t read_at_ms;
    char best[ADDRESS_TEXT_MAX]; /* "127.0.0.1" if there is nothing better */
};

/* Reads the interfaces. bind: an address other than 0.0.0.0 is the only one. */
void addresses_read(struct addresses *addresses, const char *bind, int64_t now_ms);
/* May a request name this host ("name" or "name:port")? */
bool addresses_allow(const struct addresses *addresses, const char *host);

#endif
