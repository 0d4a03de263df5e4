#pragma once

#include <stddef.h>

/// The bytes of countries.tsv, for as long as the program runs.
const unsigned char *_Nonnull dossier_country_table(void);

/// How many bytes dossier_country_table points at.
size_t dossier_country_table_size(void);
