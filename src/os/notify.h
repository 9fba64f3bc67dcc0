/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_NOTIFY_H
#define LOGIOS_NOTIFY_H

/* Tell the service manager how we are (sd_notify(3)): STATE is "READY=1", "STOPPING=1" and the
 * like. Does nothing when nobody asked for it ($NOTIFY_SOCKET). */
void notify_manager(const char *state);

#endif
