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
