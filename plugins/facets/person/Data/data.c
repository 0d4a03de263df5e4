#include "PersonData.h"

static const unsigned char manifest[] = {
#embed "../plugin.json"
};

static const unsigned char table[] = {
#embed "table.tsv"
};

static const unsigned char lists[] = {
#embed "lists.tsv"
};

static const unsigned char offices[] = {
#embed "offices.tsv"
};

static const struct dossier_embedded_file files[] = {
    {"plugin.json", manifest, sizeof manifest},
    {"table.tsv", table, sizeof table},
    {"lists.tsv", lists, sizeof lists},
    {"offices.tsv", offices, sizeof offices},
    {0},
};

const struct dossier_embedded_file *dossier_person_files(void) { return files; }
