#include "CountryData.h"

static const unsigned char manifest[] = {
#embed "../plugin.json"
};

static const unsigned char table[] = {
#embed "table.tsv"
};

static const unsigned char lists[] = {
#embed "lists.tsv"
};

static const struct dossier_embedded_file files[] = {
    {"plugin.json", manifest, sizeof manifest},
    {"table.tsv", table, sizeof table},
    {"lists.tsv", lists, sizeof lists},
    {0},
};

const struct dossier_embedded_file *dossier_country_files(void) { return files; }
