#include "MailLibrary.h"

#include <dlfcn.h>
#include <gmime/gmime.h>

// A macro in newer versions of GLib, which would hide the table's member.
#undef g_free

#define FUNCTIONS(USE) \
    USE(g_byte_array_free) USE(g_byte_array_new) USE(g_date_time_get_ymd) USE(g_free) USE(g_object_unref) \
    USE(g_type_check_instance_is_a) \
    USE(g_mime_content_type_get_mime_type) USE(g_mime_data_wrapper_write_to_stream) USE(g_mime_init) \
    USE(g_mime_message_get_date) USE(g_mime_message_get_from) USE(g_mime_message_get_subject) \
    USE(g_mime_object_get_content_type) USE(g_mime_object_get_content_type_parameter) USE(g_mime_object_get_header) \
    USE(g_mime_parser_construct_message) USE(g_mime_parser_new_with_stream) USE(g_mime_stream_mem_new_with_buffer) \
    USE(g_mime_stream_mem_new_with_byte_array) USE(g_mime_stream_mem_set_owner) \
    USE(g_mime_utils_header_decode_phrase) \
    USE(g_mime_part_get_content) USE(g_mime_part_get_content_id) USE(g_mime_part_get_content_location) \
    USE(g_mime_part_get_filename) USE(g_mime_part_get_type) USE(g_mime_part_is_attachment) \
    USE(g_mime_part_iter_free) USE(g_mime_part_iter_get_current) USE(g_mime_part_iter_new) \
    USE(g_mime_part_iter_next) USE(g_mime_text_part_get_text) USE(g_mime_text_part_get_type) \
    USE(internet_address_get_name) USE(internet_address_list_get_address) USE(internet_address_list_length) \
    USE(internet_address_mailbox_get_addr) USE(internet_address_mailbox_get_type)

// The functions by their own names and types; GLib's are found through GMime, which is linked with it.
#define MEMBER(name) __typeof__(name) *name;
static struct { FUNCTIONS(MEMBER) } gmime;

// Where Homebrew for Apple silicon puts it, macOS does not look.
#ifdef __APPLE__
static const char *const places[] = {"libgmime-3.0.dylib", "/opt/homebrew/lib/libgmime-3.0.dylib"};
#else
static const char *const places[] = {"libgmime-3.0.so.0"};
#endif

bool dossier_mail_load(void) {
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof places / sizeof *places; i++) {
        library = dlopen(places[i], RTLD_LAZY | RTLD_LOCAL);
    }
    if (!library) return false;
#define FILL(name) \
    if (!(gmime.name = (__typeof__(name) *)dlsym(library, #name))) return false;
    FUNCTIONS(FILL)
    gmime.g_mime_init();
    return true;
}

static bool is_a(void *object, GType type) { return object && gmime.g_type_check_instance_is_a(object, type); }

void dossier_mail_free(void *memory) { gmime.g_free(memory); }

dossier_mail_message *dossier_mail_parse(const char *bytes, size_t count) {
    GMimeStream *stream = gmime.g_mime_stream_mem_new_with_buffer(bytes, count);
    GMimeParser *parser = gmime.g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = gmime.g_mime_parser_construct_message(parser, NULL);
    gmime.g_object_unref(parser);
    gmime.g_object_unref(stream);
    return message;
}

void dossier_mail_message_free(dossier_mail_message *message) { gmime.g_object_unref(message); }

const char *dossier_mail_subject(dossier_mail_message *message) { return gmime.g_mime_message_get_subject(message); }

const char *dossier_mail_sender(dossier_mail_message *message, int index) {
    InternetAddressList *list = gmime.g_mime_message_get_from(message);
    if (!list || index >= gmime.internet_address_list_length(list)) return NULL;
    InternetAddress *address = gmime.internet_address_list_get_address(list, index);
    const char *name = gmime.internet_address_get_name(address);
    if (name && *name) return name;
    return is_a(address, gmime.internet_address_mailbox_get_type())
        ? gmime.internet_address_mailbox_get_addr((InternetAddressMailbox *)address) : "";
}

bool dossier_mail_date(dossier_mail_message *message, int *year, int *month, int *day) {
    GDateTime *date = gmime.g_mime_message_get_date(message);
    if (date) gmime.g_date_time_get_ymd(date, year, month, day);
    return date;
}

const char *dossier_mail_header(dossier_mail_message *message, const char *name) {
    return gmime.g_mime_object_get_header((GMimeObject *)message, name);
}

char *dossier_mail_decoded(const char *text) { return gmime.g_mime_utils_header_decode_phrase(NULL, text); }

dossier_mail_iterator *dossier_mail_parts(dossier_mail_message *message) {
    return gmime.g_mime_part_iter_new((GMimeObject *)message);
}

void dossier_mail_iterator_free(dossier_mail_iterator *iterator) { gmime.g_mime_part_iter_free(iterator); }

bool dossier_mail_next(dossier_mail_iterator *iterator) { return gmime.g_mime_part_iter_next(iterator); }

dossier_mail_part *dossier_mail_current(dossier_mail_iterator *iterator) {
    GMimeObject *object = gmime.g_mime_part_iter_get_current(iterator);
    return is_a(object, gmime.g_mime_part_get_type()) ? (GMimePart *)object : NULL;
}

char *dossier_mail_type(dossier_mail_part *part) {
    GMimeContentType *type = gmime.g_mime_object_get_content_type((GMimeObject *)part);
    return type ? gmime.g_mime_content_type_get_mime_type(type) : NULL;
}

const char *dossier_mail_charset(dossier_mail_part *part) {
    return gmime.g_mime_object_get_content_type_parameter((GMimeObject *)part, "charset");
}

bool dossier_mail_is_attachment(dossier_mail_part *part) { return gmime.g_mime_part_is_attachment(part); }

const char *dossier_mail_file_name(dossier_mail_part *part) { return gmime.g_mime_part_get_filename(part); }

const char *dossier_mail_location(dossier_mail_part *part) { return gmime.g_mime_part_get_content_location(part); }

const char *dossier_mail_identifier(dossier_mail_part *part) { return gmime.g_mime_part_get_content_id(part); }

char *dossier_mail_text(dossier_mail_part *part) {
    return is_a(part, gmime.g_mime_text_part_get_type()) ? gmime.g_mime_text_part_get_text((GMimeTextPart *)part)
                                                         : NULL;
}

uint8_t *dossier_mail_content(dossier_mail_part *part, size_t *count) {
    GMimeDataWrapper *content = gmime.g_mime_part_get_content(part);
    if (!content) return NULL;
    GByteArray *bytes = gmime.g_byte_array_new();
    GMimeStream *stream = gmime.g_mime_stream_mem_new_with_byte_array(bytes);
    gmime.g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
    gmime.g_mime_data_wrapper_write_to_stream(content, stream);
    gmime.g_object_unref(stream);
    *count = bytes->len;
    return gmime.g_byte_array_free(bytes, FALSE);
}
