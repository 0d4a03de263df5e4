// GMime's casts are macros, which Swift cannot call: these few functions are all that the plugin needs.
#pragma once
#include <gmime/gmime.h>

/// A message from bytes, which must outlive it; nil when there is none. Freed with g_object_unref.
static inline GMimeMessage *_Nullable dossier_mail_parse(const char *_Nonnull bytes, size_t count) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, count);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

/// Goes through all parts of a message, of any depth. Freed with g_mime_part_iter_free.
static inline GMimePartIter *_Nonnull dossier_mail_parts(GMimeMessage *_Nonnull message) {
    return g_mime_part_iter_new(GMIME_OBJECT(message));
}

/// The part an iterator stands on; nil for a multipart, which has no content of its own.
static inline GMimePart *_Nullable dossier_mail_part(GMimePartIter *_Nonnull iterator) {
    GMimeObject *object = g_mime_part_iter_get_current(iterator);
    return object && GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

/// A header line's value by its name, decoded; nil without one.
static inline const char *_Nullable dossier_mail_header(GMimeMessage *_Nonnull message, const char *_Nonnull name) {
    return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/// `text/html` and the like. Freed with g_free.
static inline char *_Nullable dossier_mail_type(GMimePart *_Nonnull part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type ? g_mime_content_type_get_mime_type(type) : NULL;
}

/// The declared character set of a part; nil without one.
static inline const char *_Nullable dossier_mail_charset(GMimePart *_Nonnull part) {
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
}

/// The text of a text part as UTF-8; nil for another part. Freed with g_free.
static inline char *_Nullable dossier_mail_text(GMimePart *_Nonnull part) {
    return GMIME_IS_TEXT_PART(part) ? g_mime_text_part_get_text(GMIME_TEXT_PART(part)) : NULL;
}

/// The content of a part without its transfer encoding. Freed with g_byte_array_unref.
static inline GByteArray *_Nullable dossier_mail_content(GMimePart *_Nonnull part) {
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content) return NULL;
    GByteArray *bytes = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_mime_data_wrapper_write_to_stream(content, stream);
    g_object_unref(stream);
    return bytes;
}

/// The name of the sender at an index, else the address; nil beyond the last.
static inline const char *_Nullable dossier_mail_sender(GMimeMessage *_Nonnull message, int index) {
    InternetAddressList *list = g_mime_message_get_from(message);
    if (!list || index >= internet_address_list_length(list)) return NULL;
    InternetAddress *address = internet_address_list_get_address(list, index);
    const char *name = internet_address_get_name(address);
    if (name && *name) return name;
    return INTERNET_ADDRESS_IS_MAILBOX(address)
        ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)) : "";
}

/// What encoded words in a header's text say. Freed with g_free.
static inline char *_Nullable dossier_mail_decoded(const char *_Nonnull text) {
    return g_mime_utils_header_decode_phrase(NULL, text);
}
