public import GazetteerData

extension GazetteerPlugin {
    /// Reads the files of a plugin that is part of the binary.
    ///
    /// - Parameter embedded: a list that ends with a file without a name, as C's `#embed` makes it, valid for as long as the
    ///   program runs; `plugin.json` and `table.tsv` are required.
    /// - Throws: `GazetteerError` with all that is wrong.
    public init(embedded: UnsafePointer<dossier_embedded_file>) throws(GazetteerError) {
        // Safe: as the caller says.
        try unsafe self.init(files: embeddedFiles(embedded))
    }
}

extension Cues {
    /// `cues.tsv` as it was compiled in.
    static var embedded: [UInt8] {
        // Safe: the function returns a static list with an end.
        unsafe embeddedFiles(dossier_gazetteer_files())["cues.tsv"] ?? []
    }
}

/// Bytes by name.
///
/// - Parameter list: ends with a file without a name.
public func embeddedFiles(_ list: UnsafePointer<dossier_embedded_file>) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var file = unsafe list
    // Safe: the list has an end; a name ends with a zero, and a file has as many bytes as it says.
    while let name = unsafe file.pointee.name {
        let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.size)
        unsafe found[String(cString: name)] = unsafe Array(bytes)
        unsafe file += 1
    }
    return found
}
