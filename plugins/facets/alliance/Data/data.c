#include "AllianceData.h"

static const unsigned char manifest[] = {
#embed "../plugin.json"
};

static const unsigned char table[] = {
#embed "table.tsv"
};

static const struct dossier_embedded_file files[] = {
    {"plugin.json", manifest, sizeof manifest},
    {"table.tsv", table, sizeof table},
    {0},
};

const struct dossier_embedded_file *dossier_alliance_files(void) { return files; }
