import Gazetteer
import PluginAPI
import PluginConformance
import Testing

@Test("first") func first() throws {
    let manifest = PluginManifest(name: "test", kind: .facet, version: 1, summary: "A test.")
    let plugin = try GazetteerPlugin(manifest: manifest, table: Array("id\tform\nKR\tSeouls?\n".utf8))
    #expect(try MarkedText("In Seoul").found(by: plugin) == ["Seoul|KR"])
}
