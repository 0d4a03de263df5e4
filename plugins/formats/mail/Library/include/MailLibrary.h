#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Messages by GMime, which is loaded when the first one is read: with it come a dozen libraries, and a program that
// reads no mail shall not wait for them. Texts end with NUL; those of a message or part live as long as it does.

typedef struct _GMimeMessage dossier_mail_message;
typedef struct _GMimePartIter dossier_mail_iterator;
typedef struct _GMimePart dossier_mail_part;

/// Loads GMime; false where it cannot be. Called once, before anything else here, which then any thread may call.
bool dossier_mail_load(void);

/// Frees what a function here says it frees; nil too.
void dossier_mail_free(void *_Nullable memory);

/// A message from bytes, which must outlive it; nil when there is none. Freed with dossier_mail_message_free.
dossier_mail_message *_Nullable dossier_mail_parse(const char *_Nonnull bytes, size_t count);
void dossier_mail_message_free(dossier_mail_message *_Nonnull message);

/// The subject, decoded; nil without one.
const char *_Nullable dossier_mail_subject(dossier_mail_message *_Nonnull message);

/// The name of the sender at an index, else the address; nil beyond the last.
const char *_Nullable dossier_mail_sender(dossier_mail_message *_Nonnull message, int index);

/// The day it was sent, where it was; false without one.
bool dossier_mail_date(dossier_mail_message *_Nonnull message, int *_Nonnull year, int *_Nonnull month,
                       int *_Nonnull day);

/// A header line's value by its name, decoded; nil without one.
const char *_Nullable dossier_mail_header(dossier_mail_message *_Nonnull message, const char *_Nonnull name);

/// What encoded words in a header's text say. Freed with dossier_mail_free.
char *_Nullable dossier_mail_decoded(const char *_Nonnull text);

/// Goes through all parts of a message, of any depth. Freed with dossier_mail_iterator_free.
dossier_mail_iterator *_Nonnull dossier_mail_parts(dossier_mail_message *_Nonnull message);
void dossier_mail_iterator_free(dossier_mail_iterator *_Nonnull iterator);

/// Goes on to the next part; false after the last.
bool dossier_mail_next(dossier_mail_iterator *_Nonnull iterator);

/// The part an iterator stands on; nil for a multipart, which has no content of its own.
dossier_mail_part *_Nullable dossier_mail_current(dossier_mail_iterator *_Nonnull iterator);

/// `text/html` and the like. Freed with dossier_mail_free.
char *_Nullable dossier_mail_type(dossier_mail_part *_Nonnull part);

/// The declared character set of a part; nil without one.
const char *_Nullable dossier_mail_charset(dossier_mail_part *_Nonnull part);

bool dossier_mail_is_attachment(dossier_mail_part *_Nonnull part);
const char *_Nullable dossier_mail_file_name(dossier_mail_part *_Nonnull part);
const char *_Nullable dossier_mail_location(dossier_mail_part *_Nonnull part);
const char *_Nullable dossier_mail_identifier(dossier_mail_part *_Nonnull part);

/// The text of a text part as UTF-8; nil for another part. Freed with dossier_mail_free.
char *_Nullable dossier_mail_text(dossier_mail_part *_Nonnull part);

/// The content of a part without its transfer encoding; nil without any. Freed with dossier_mail_free.
uint8_t *_Nullable dossier_mail_content(dossier_mail_part *_Nonnull part, size_t *_Nonnull count);
