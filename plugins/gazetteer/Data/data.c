#include "GazetteerData.h"

static const unsigned char cues[] = {
#embed "cues.tsv"
};

static const struct dossier_embedded_file files[] = {{"cues.tsv", cues, sizeof cues}, {0}};

const struct dossier_embedded_file *dossier_gazetteer_files(void) { return files; }
