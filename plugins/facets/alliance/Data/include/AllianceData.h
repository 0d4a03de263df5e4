#pragma once

#include <stddef.h>

/// The bytes of table.tsv, for as long as the program runs.
const unsigned char *_Nonnull dossier_alliance_table(void);

/// How many bytes dossier_alliance_table points at.
size_t dossier_alliance_table_size(void);
