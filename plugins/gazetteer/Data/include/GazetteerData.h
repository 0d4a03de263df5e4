#pragma once

#include <stddef.h>

/// A file that is part of the binary.
struct dossier_embedded_file {
    /// Its name without a folder; null after the last file of a list.
    const char *_Nullable name;
    const unsigned char *_Nullable bytes;
    size_t size;
};

/// cues.tsv, for as long as the program runs.
const struct dossier_embedded_file *_Nonnull dossier_gazetteer_files(void);
