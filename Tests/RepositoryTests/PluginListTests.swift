import Foundation
import PluginAPI
import StandardPlugins
import Testing

@Test("Every plugin folder is listed in StandardPlugins, and has a plugin.json of its name")
func pluginListEqualsFolders() throws {
    let list = try Repository.text("Sources/StandardPlugins/StandardPlugins.swift")
    for kind in ["formats", "facets"] {
        let folders = Repository.folders(in: "plugins/\(kind)")
        #expect(!folders.isEmpty)
        for folder in folders {
            let manifest = try Repository.text("plugins/\(kind)/\(folder)/plugin.json")
            #expect(manifest.contains("\"name\": \"\(folder)\""), "plugins/\(kind)/\(folder)/plugin.json")
            let module = kind == "formats" ? "Format" : "Facet"
            let imports = list.split(separator: "\n").filter { $0.contains("import ") }
            #expect(
                imports.contains { $0.lowercased().hasSuffix("import \(folder)\(module.lowercased())") },
                "\(folder) is not imported by StandardPlugins")
        }
        let suffix = kind == "formats" ? "Format" : "Facet"
        #expect(
            list.split(separator: "\n").filter { $0.contains("import ") && $0.hasSuffix(suffix) }.count
                == folders.count)
    }
}

/// The fields of a `plugin.json` that stand in the manifest too.
private struct ManifestFile: Decodable {
    var name: String
    var kind: String
    var version: Int
    var licence: String
    var sources: [String]
    var summary: String
}

@Test("Every plugin.json says what the manifest in code says")
func manifestsAgree() throws {
    let plugins = try standardPlugins()
    let manifests = plugins.formats.map(\.manifest) + plugins.facets.map(\.manifest)
    for manifest in manifests {
        let path = "plugins/\(manifest.kind.rawValue)s/\(manifest.name)/plugin.json"
        let file = try JSONDecoder().decode(ManifestFile.self, from: Data(Repository.text(path).utf8))
        #expect(file.name == manifest.name)
        #expect(file.kind == manifest.kind.rawValue)
        #expect(file.version == manifest.version, "\(path)")
        #expect(file.licence == manifest.licence, "\(path)")
        #expect(file.sources == manifest.sources, "\(path)")
        #expect(file.summary == manifest.summary, "\(path)")
    }
}
