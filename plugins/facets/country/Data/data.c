#include "CountryData.h"

static const unsigned char table[] = {
#embed "countries.tsv"
};

const unsigned char *dossier_country_table(void) { return table; }

size_t dossier_country_table_size(void) { return sizeof table; }
