import Gazetteer
import PluginAPI
import PluginConformance

/// A plugin of a few rows, their columns divided by by commas, so that tests can be read.
func plugin(
    _ header: String, _ rows: [String], name: String = "test", lists: [String] = [], members: [String] = [],
    metonyms: [String] = [], version: Int = 1
) throws -> GazetteerPlugin {
    let manifest = PluginManifest(
        name: name, kind: .facet, version: version, summary: "A test.", metonyms: metonyms)
    return try GazetteerPlugin(manifest: manifest, files: files(header, rows, lists: lists, members: members))
}

/// The files of a table; fields are divided by commas.
func files(_ header: String, _ rows: [String], lists: [String] = [], members: [String] = []) -> [String:
    [UInt8]]
{
    func bytes(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0.replacing(",", with: "\t") + "\n" }.joined().utf8)
    }
    var files = ["table.tsv": bytes([header] + rows)]
    if !lists.isEmpty { files["lists.tsv"] = bytes(["list,word"] + lists) }
    if !members.isEmpty { files["members.tsv"] = bytes(["id,member,from,to"] + members) }
    return files
}

/// `words|ID` for each mention in a text.
func found(_ text: String, _ plugin: GazetteerPlugin) throws -> [String] {
    try MarkedText(text).found(by: plugin)
}

/// What is wrong with the files of a table: `table.tsv:2: …`.
func problems(_ files: [String: [UInt8]]) -> [String] {
    let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "A test.")
    do throws(GazetteerError) {
        _ = try GazetteerPlugin(manifest: manifest, files: files)
        return []
    } catch {
        return error.description.split(separator: "\n").map(String.init)
    }
}
