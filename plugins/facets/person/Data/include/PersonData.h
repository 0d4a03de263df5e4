#pragma once

#include "GazetteerData.h"

/// The plugin's files, for as long as the program runs.
const struct dossier_embedded_file *_Nonnull dossier_person_files(void);
