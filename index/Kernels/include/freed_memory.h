#pragma once

/// Lets the process keep memory that is freed, to use it again, rather than return it to the system and be given cleared
/// pages anew, until `dossier_return_freed_memory`.
void dossier_keep_freed_memory(void);

/// Returns freed memory to the system, as far as it lies in whole pages, and from then on what is freed of a megabyte or
/// more.
void dossier_return_freed_memory(void);
