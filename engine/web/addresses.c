/* addresses.c - of several interfaces the one that a phone in the room can reach: the laptop's own
 * hotspot first, then Wi-Fi, then cable; never the bridges of containers and virtual machines. */
#include "web/addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
begins_with_one_of(const char *name, const char *const *beginnings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(name, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

int
addresses_rank(const char *interface, uint32_t address)
{
    static const char *const INSIDE[] = {"lo",  "docker", "br-",   "veth",    "virbr",
                                         "tun", "tap",    "vmnet", "vboxnet", "cni"};
    static const char *const WIRELESS[] = {"wl", "ap", "uap"};
    static const char *const CABLE[] = {"en", "eth", "usb"};
    bool is_private = address >> 24 == 10 || address >> 20 == 0xac1 || address >> 16 == 0xc0a8;
    int rank = 1;
    if (address >> 24 == 127 ||
        begins_with_one_of(interface, INSIDE, sizeof INSIDE / sizeof INSIDE[0]))
        return 0;
    if (address >> 16 == 0xa9fe) /* 169.254: nobody gave it an address */
        return 1;
    if (begins_with_one_of(interface, WIRELESS, sizeof WIRELESS / sizeof WIRELESS[0]))
        rank = 6;
    else if (begins_with_one_of(interface, CABLE, sizeof CABLE / sizeof CABLE[0]))
        rank = 4;
    if (address == 0x0a2a0001) /* 10.42.0.1: NetworkManager's hotspot */
        rank = 8;
    return rank + (is_private ? 1 : 0);
}

void
addresses_read(struct addresses *addresses, const char *bind, int64_t now_ms)
{
    struct ifaddrs *list = NULL;
    int best = 0;
    addresses->own_count = 0;
    addresses->read_at_ms = now_ms;
    snprintf(addresses->best, sizeof addresses->best, "127.0.0.1");
    if (strcmp(bind, "0.0.0.0") != 0) {
        snprintf(addresses->best, sizeof addresses->best, "%s", bind);
        snprintf(addresses->own[addresses->own_count++], ADDRESS_TEXT_MAX, "%s", bind);
        return;
    }
    if (getifaddrs(&list) != 0)
        return;
    for (const struct ifaddrs *at = list; at != NULL && addresses->own_count < ADDRESSES_MAX;
         at = at->ifa_next) {
        struct sockaddr_in in;
        if (at->ifa_addr == NULL || at->ifa_addr->sa_family != AF_INET)
            continue;
        memcpy(&in, at->ifa_addr, sizeof in);
        char *text = addresses->own[addresses->own_count++];
        int rank = addresses_rank(at->ifa_name, ntohl(in.sin_addr.s_addr));
        inet_ntop(AF_INET, &in.sin_addr, text, ADDRESS_TEXT_MAX);
        if (rank > best) {
            best = rank;
            snprintf(addresses->best, sizeof addresses->best, "%s", text);
        }
    }
    freeifaddrs(list);
}

static bool
is_name(const char *host, size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(host, name, len) == 0;
}

bool
addresses_allow(const struct addresses *addresses, const char *host)
{
    size_t len = strcspn(host, ":");
    char port[16];
    snprintf(port, sizeof port, ":%d", addresses->port);
    if (host[len] != 0 && strcmp(host + len, port) != 0)
        return false;
    if (is_name(host, len, "127.0.0.1") || is_name(host, len, "localhost"))
        return true;
    for (size_t i = 0; i < addresses->own_count; i++)
        if (is_name(host, len, addresses->own[i]))
            return true;
    for (size_t i = 0; i < addresses->host_count; i++)
        if (is_name(host, len, addresses->hosts[i]))
            return true;
    return false;
}
