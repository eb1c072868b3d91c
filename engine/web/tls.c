/* tls.c - one thread that shakes hands and pumps: TLS outside, a pair of sockets inside.
 *
 * A line is one caller. Its outer end is the TCP socket; when the handshake is done, the inner end is one of a pair of
 * which the other is handed to the loop of server.c. Bytes that the other side does not take yet are kept, and until
 * they are gone nothing more is read: at most one record a direction waits. Deadlines of requests are the loop's; here
 * are only those that it cannot see: a handshake that does not end, a caller who does not take the last bytes. */
#include "web/tls.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "web/visits.h"

enum {
    LINES_MAX = 1200,
    LINES_PER_ADDRESS = 128,
    ACCEPTS_A_TURN = 64,
    ROUNDS_A_TURN = 4, /* records that one line may move before the others have their turn */
    RECORD_LEN = 16 * 1024,
    HANDSHAKE_MS = 10000,
    LEAVING_MS = 10000,
    DEAF_MS = 200,
    TURN_MS = 500
};

/* What was read and could not be passed on yet. */
struct rest {
    char *bytes;
    size_t len, sent;
};

struct line {
    struct line *next;
    SSL *ssl;
    int outer, inner; /* inner: -1 until the handshake is done */
    uint32_t address;
    int64_t since_ms; /* the handshake began, or the inner side ended */
    struct rest in, out;
    bool wants_write;  /* the handshake waits to send */
    bool is_deaf;      /* nothing more comes from outside */
    bool is_ending;    /* nothing more comes from inside */
    bool has_more;     /* OpenSSL holds bytes of which poll does not know */
    bool is_over;
    int outer_events, inner_events;
};

struct tls {
    SSL_CTX *context;
    int listen_fd, arrivals_fd, stop_fds[2];
    struct line *first;
    size_t count;
    int64_t deaf_until_ms;
    pthread_t thread;
    bool has_thread;
};

/* ---- passing bytes on ---- */

static void
rest_clear(struct rest *rest)
{
    free(rest->bytes);
    *rest = (struct rest){0};
}

static void
rest_keep(struct rest *rest, const char *bytes, size_t len)
{
    *rest = (struct rest){.bytes = memory_copy(bytes, len), .len = len};
}

/* How much went inside; all of it if nobody is there any more. */
static size_t
send_inside(struct line *line, const char *bytes, size_t len)
{
    ssize_t sent = line->is_ending && line->is_deaf ? (ssize_t)len : send(line->inner, bytes, len, MSG_NOSIGNAL);
    if (sent >= 0)
        return (size_t)sent;
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    line->is_deaf = true;
    return len;
}

static size_t
send_outside(struct line *line, const char *bytes, size_t len)
{
    size_t sent = 0;
    ERR_clear_error();
    if (SSL_write_ex(line->ssl, bytes, len, &sent) == 1)
        return sent;
    int why = SSL_get_error(line->ssl, 0);
    line->is_over |= why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE;
    return 0;
}

/* True if there is nothing left. */
static bool
push(struct line *line, struct rest *rest, size_t (*give)(struct line *, const char *, size_t))
{
    while (rest->bytes != NULL && !line->is_over) {
        size_t sent = give(line, rest->bytes + rest->sent, rest->len - rest->sent);
        rest->sent += sent;
        if (rest->sent == rest->len)
            rest_clear(rest);
        else if (sent == 0)
            return false;
    }
    return !line->is_over;
}

/* False: there is nothing to read at the moment. */
static bool
read_outside(struct line *line)
{
    char bytes[RECORD_LEN];
    size_t len = 0;
    ERR_clear_error();
    if (SSL_read_ex(line->ssl, bytes, sizeof bytes, &len) == 1) {
        rest_keep(&line->in, bytes, len);
        return true;
    }
    int why = SSL_get_error(line->ssl, 0);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return false;
    line->is_deaf = true;
    line->is_over |= why != SSL_ERROR_ZERO_RETURN || line->is_ending;
    shutdown(line->inner, SHUT_WR);
    return false;
}

static bool
read_inside(struct line *line)
{
    char bytes[RECORD_LEN];
    ssize_t len = recv(line->inner, bytes, sizeof bytes, 0);
    if (len > 0)
        rest_keep(&line->out, bytes, (size_t)len);
    if (len > 0 || (len < 0 && (errno == EAGAIN || errno == EINTR)))
        return len > 0;
    line->is_ending = true;
    line->since_ms = clock_monotonic_ms();
    return false;
}

/* Said once, when the last byte is on its way; then the caller may finish speaking, or the answer would be lost. */
static void
say_goodbye(struct line *line)
{
    ERR_clear_error();
    SSL_shutdown(line->ssl);
    shutdown(line->outer, SHUT_WR);
    line->is_over |= line->is_deaf;
}

static void
pump(struct line *line)
{
    bool was_ending = line->is_ending;
    for (int i = 0; i < ROUNDS_A_TURN && push(line, &line->in, send_inside) && !line->is_deaf; i++)
        if (!read_outside(line))
            break;
    push(line, &line->in, send_inside);
    for (int i = 0; i < ROUNDS_A_TURN && push(line, &line->out, send_outside) && !line->is_ending; i++)
        if (!read_inside(line))
            break;
    push(line, &line->out, send_outside);
    if (line->is_ending && !was_ending) /* and so everything that came from inside is on its way */
        say_goodbye(line);
    line->has_more = !line->is_deaf && line->in.bytes == NULL && SSL_has_pending(line->ssl);
}

/* ---- lines ---- */

/* Hands the inner end to the loop. */
static bool
hand_over(struct tls *tls, struct line *line)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    const struct arrival arrival = {.fd = pair[1], .address = line->address};
    line->inner = pair[0];
    if (write(tls->arrivals_fd, &arrival, sizeof arrival) == (ssize_t)sizeof arrival)
        return true;
    close(pair[1]);
    return false;
}

static void
shake_hands(struct tls *tls, struct line *line)
{
    ERR_clear_error();
    int outcome = SSL_accept(line->ssl);
    int why = outcome == 1 ? SSL_ERROR_NONE : SSL_get_error(line->ssl, outcome);
    line->wants_write = why == SSL_ERROR_WANT_WRITE;
    if (outcome == 1)
        line->is_over = !hand_over(tls, line);
    else
        line->is_over = why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE;
}

static void
end_line(struct tls *tls, struct line **at)
{
    struct line *line = *at;
    *at = line->next;
    tls->count--;
    SSL_free(line->ssl);
    close(line->outer);
    if (line->inner >= 0)
        close(line->inner);
    rest_clear(&line->in);
    rest_clear(&line->out);
    free(line);
}

static void
begin_line(struct tls *tls, int fd, uint32_t address)
{
    struct line *line;
    SSL *ssl = NULL;
    size_t same = 0;
    int yes = 1;
    for (line = tls->first; line != NULL; line = line->next)
        same += line->address == address;
    if (tls->count < LINES_MAX && same < LINES_PER_ADDRESS)
        ssl = SSL_new(tls->context);
    if (ssl == NULL || SSL_set_fd(ssl, fd) != 1) {
        SSL_free(ssl);
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    line = memory_new(sizeof *line);
    *line = (struct line){.next = tls->first, .ssl = ssl, .outer = fd, .inner = -1, .address = address,
                          .since_ms = clock_monotonic_ms()};
    tls->first = line;
    tls->count++;
}

static void
take_in(struct tls *tls)
{
    for (int i = 0; i < ACCEPTS_A_TURN; i++) {
        struct sockaddr_in in = {0};
        socklen_t len = sizeof in;
        int fd = accept4(tls->listen_fd, (struct sockaddr *)&in, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
                tls->deaf_until_ms = clock_monotonic_ms() + DEAF_MS;
            return;
        }
        begin_line(tls, fd, in.sin_addr.s_addr);
    }
}

/* ---- the thread ---- */

static void
choose_events(struct line *line)
{
    line->outer_events = line->inner_events = 0;
    if (line->inner < 0) {
        line->outer_events = line->wants_write ? POLLOUT : POLLIN;
        return;
    }
    if (!line->is_deaf && line->in.bytes == NULL)
        line->outer_events |= POLLIN;
    if (line->out.bytes != NULL)
        line->outer_events |= POLLOUT;
    if (!line->is_ending && line->out.bytes == NULL)
        line->inner_events |= POLLIN;
    if (line->in.bytes != NULL)
        line->inner_events |= POLLOUT;
}

/* A socket of which nothing is wanted is left out, or its hanging up would wake us for ever. */
static struct pollfd
wish(int fd, int events)
{
    return (struct pollfd){.fd = events != 0 ? fd : -1, .events = (short)events};
}

static struct pollfd *
wait_for_news(struct tls *tls)
{
    struct pollfd *ready = memory_new_array(2 + 2 * tls->count, sizeof *ready);
    size_t count = 2;
    int timeout = TURN_MS;
    bool is_deaf = clock_monotonic_ms() < tls->deaf_until_ms;
    ready[0] = wish(tls->stop_fds[0], POLLIN);
    ready[1] = wish(tls->listen_fd, is_deaf ? 0 : POLLIN);
    for (struct line *line = tls->first; line != NULL; line = line->next) {
        choose_events(line);
        ready[count++] = wish(line->outer, line->outer_events);
        ready[count++] = wish(line->inner, line->inner_events);
        timeout = line->has_more ? 0 : timeout;
    }
    if (poll(ready, count, timeout) < 0)
        for (size_t i = 0; i < count; i++)
            ready[i].revents = 0;
    return ready;
}

static bool
is_too_slow(const struct line *line, int64_t now)
{
    return (line->inner < 0 && now - line->since_ms > HANDSHAKE_MS) ||
           (line->is_ending && now - line->since_ms > LEAVING_MS);
}

static void *
run(void *owner)
{
    struct tls *tls = owner;
    for (;;) {
        struct pollfd *ready = wait_for_news(tls), *at = ready + 2;
        bool is_stop = ready[0].revents != 0, has_caller = ready[1].revents != 0;
        int64_t now = clock_monotonic_ms();
        for (struct line *line = tls->first; line != NULL; line = line->next, at += 2) {
            bool has_news = at[0].revents != 0 || at[1].revents != 0 || line->has_more;
            if (has_news && line->inner < 0)
                shake_hands(tls, line);
            else if (has_news)
                pump(line);
            line->is_over |= is_too_slow(line, now);
        }
        free(ready);
        for (struct line **line = &tls->first; *line != NULL;)
            if ((*line)->is_over)
                end_line(tls, line);
            else
                line = &(*line)->next;
        if (is_stop)
            return NULL;
        if (has_caller)
            take_in(tls);
    }
}

/* ---- certificate and key ---- */

/* Nobody is asked for a passphrase in the middle of a start. */
static int
know_no_passphrase(char *out, int room, int is_writing, void *owner)
{
    (void)is_writing;
    (void)owner;
    if (room > 0)
        out[0] = 0;
    return -1;
}

static void
warn_if_expired(SSL_CTX *context, const char *cert_path)
{
    const X509 *cert = SSL_CTX_get0_certificate(context);
    if (cert != NULL && X509_cmp_current_time(X509_get0_notAfter(cert)) < 0)
        log_line("the certificate %s has expired: browsers will warn; get a new one", cert_path);
    else if (cert != NULL && X509_cmp_current_time(X509_get0_notBefore(cert)) > 0)
        log_line("the certificate %s is not valid yet: browsers will warn; look at the clock", cert_path);
}

static enum fault
load(SSL_CTX *context, const char *cert_path, const char *key_path, struct err *err)
{
    if (!file_exists(cert_path))
        return err_set(err, FAULT_CANNOT, "there is no certificate %s; say --tls-cert FILE in PEM form", cert_path);
    if (!file_exists(key_path))
        return err_set(err, FAULT_CANNOT, "there is no key %s; say --tls-key FILE in PEM form", key_path);
    SSL_CTX_set_default_passwd_cb(context, know_no_passphrase);
    if (SSL_CTX_use_certificate_chain_file(context, cert_path) != 1)
        return err_set(err, FAULT_CANNOT, "%s holds no certificate in PEM form that can be used", cert_path);
    if (SSL_CTX_use_PrivateKey_file(context, key_path, SSL_FILETYPE_PEM) != 1) {
        bool fits_not = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
        return fits_not ? err_set(err, FAULT_CANNOT, "the key %s does not belong to the certificate %s; give the one "
                                  "that it was made with", key_path, cert_path)
                        : err_set(err, FAULT_CANNOT, "%s holds no key in PEM form that can be used; one with a "
                                  "passphrase must be opened first (openssl pkey)", key_path);
    }
    if (SSL_CTX_check_private_key(context) != 1)
        return err_set(err, FAULT_CANNOT, "the key %s does not belong to the certificate %s; give the one that it "
                       "was made with", key_path, cert_path);
    warn_if_expired(context, cert_path);
    return FAULT_NONE;
}

static SSL_CTX *
new_context(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    assert(context != NULL);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return context;
}

/* ---- open, close ---- */

/* Signals are the loop's. */
static bool
start_thread(struct tls *tls)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    tls->has_thread = pthread_create(&tls->thread, NULL, run, tls) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return tls->has_thread;
}

enum fault
tls_open(const char *cert_path, const char *key_path, int *listen_fd, struct tls **tls, struct err *err)
{
    struct tls *opened = memory_new(sizeof *opened);
    int arrivals[2] = {-1, -1};
    *opened = (struct tls){.context = new_context(), .listen_fd = -1, .arrivals_fd = -1, .stop_fds = {-1, -1}};
    enum fault fault = load(opened->context, cert_path, key_path, err);
    if (fault == FAULT_NONE &&
        (pipe2(arrivals, O_CLOEXEC | O_NONBLOCK) != 0 || pipe2(opened->stop_fds, O_CLOEXEC) != 0))
        fault = err_set(err, FAULT_CANNOT, "TLS cannot begin: %s", strerror(errno));
    if (fault == FAULT_NONE) {
        opened->listen_fd = *listen_fd;
        opened->arrivals_fd = arrivals[1];
        if (!start_thread(opened))
            fault = err_set(err, FAULT_CANNOT, "TLS cannot begin: no thread can be started");
    }
    if (fault == FAULT_NONE) {
        *listen_fd = arrivals[0];
        *tls = opened;
        return FAULT_NONE;
    }
    opened->listen_fd = -1;
    if (arrivals[0] >= 0)
        close(arrivals[0]);
    tls_close(opened);
    return fault;
}

void
tls_close(struct tls *tls)
{
    if (tls == NULL)
        return;
    if (tls->has_thread) {
        ssize_t said = write(tls->stop_fds[1], "", 1);
        assert(said == 1);
        pthread_join(tls->thread, NULL);
    }
    while (tls->first != NULL)
        end_line(tls, &tls->first);
    const int fds[] = {tls->listen_fd, tls->arrivals_fd, tls->stop_fds[0], tls->stop_fds[1]};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    SSL_CTX_free(tls->context);
    free(tls);
}
