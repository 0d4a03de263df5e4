import Dossier

/// An address of a page of the web that may stand in a link: ASCII, without controls; nil for what is none.
func webAddress(_ text: String?) -> String? {
    guard let text, text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    return percentEncoded(text) { $0 > 0x20 && $0 < 0x7F }
}

/// With the bytes that `isKept` does not keep as `%C3`.
func percentEncoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    var result = ""
    for byte in text.utf8 {
        if isKept(byte) {
            result.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
            let digits = String(byte, radix: 16, uppercase: true)
            result += (digits.utf8.count == 1 ? "%0" : "%") + digits
        }
    }
    return result
}

/// Finds the files of articles by their ids, as far as an index's place tells them.
struct ArticleFiles {
    /// Folders of which an id may be a path: that around the folder of the index, and the current one.
    private let folders: [String]

    /// - Parameter path: the index folder, usually `.dossier` in the folder that the ids begin with.
    init(ofIndex path: String) {
        let inside = absolutePath(path + "/../..")
        folders = [inside, absolutePath(".")].compactMap(\.self)
    }

    /// The address of an article's file; nil for one that is not there, such as a member of an archive.
    func url(of identifier: String) -> String? {
        guard !identifier.hasPrefix("/"), !identifier.split(separator: "/").contains("..") else { return nil }
        let file = folders.lazy.map { $0 + "/" + identifier }.first(where: isFile)
        return file.map { path in
            let isKept = { (byte: UInt8) in
                byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_") || Unicode.Scalar(byte).isASCIIAlphanumeric
            }
            // The host, so that a terminal does not take another machine's file for one of its own.
            return "file://" + hostName() + percentEncoded(path, keeping: isKept)
        }
    }
}

extension Unicode.Scalar {
    var isASCIIAlphanumeric: Bool { isASCII && (properties.isAlphabetic || ("0"..."9").contains(self)) }
}
