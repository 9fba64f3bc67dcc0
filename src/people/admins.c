/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ask the [admin] sections: find one by name, and whether it holds on a network. */
#include "people/admins.h"

#include <string.h>
#include <strings.h>

const struct config_admin *admin_find(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->admin_count; i++)
		if (strcmp(config->admins[i].name, name) == 0)
			return &config->admins[i];
	return NULL;
}

bool admin_serves(const struct config_admin *admin, const char *network)
{
	for (size_t i = 0; i < admin->networks.count; i++)
		if (strcasecmp(admin->networks.items[i], network) == 0)
			return true;
	return admin->networks.count == 0;
}
