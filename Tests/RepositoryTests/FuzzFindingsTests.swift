import Foundation
import HTMLFormat
import PluginAPI
import PluginConformance
import Testing
import TextFormat

@Test("What fuzzing found is read by both readers within their contract")
func fuzzFindings() throws {
    let folder = Repository.root.appending(path: "Tests/Fuzz/Findings")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
        // The first byte chooses the reader; here both read the rest.
        let bytes = [UInt8](try Data(contentsOf: file).dropFirst())
        let sample = FormatInput(bytes: bytes, identifier: file.lastPathComponent)
        for plugin: any FormatPlugin in [TextFormat(), HTMLFormat()] {
            #expect(formatViolations(of: plugin, samples: [sample]) == [])
        }
    }
}
