#include "RegionData.h"

static const unsigned char manifest[] = {
#embed "../plugin.json"
};

static const unsigned char table[] = {
#embed "table.tsv"
};

static const unsigned char members[] = {
#embed "members.tsv"
};

static const struct dossier_embedded_file files[] = {
    {"plugin.json", manifest, sizeof manifest},
    {"table.tsv", table, sizeof table},
    {"members.tsv", members, sizeof members},
    {0},
};

const struct dossier_embedded_file *dossier_region_files(void) { return files; }
