#include "AllianceData.h"

static const unsigned char table[] = {
#embed "table.tsv"
};

const unsigned char *dossier_alliance_table(void) { return table; }

size_t dossier_alliance_table_size(void) { return sizeof table; }
