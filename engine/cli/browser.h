/* browser.h - shows the trainer's page to whoever sits at the laptop. */
#ifndef CLI_BROWSER_H
#define CLI_BROWSER_H

/* Starts xdg-open with the address and does not wait for it. If there is none, or no screen, nothing happens: the
 * address stands in the terminal as well. */
void browser_open(const char *address);

#endif
