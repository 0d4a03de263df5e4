import Foundation
import Testing

@testable import IndexCore

@Test("Every link to a file in the documentation leads to one")
func linksResolve() throws {
    var count = 0
    for file in Repository.files(extensions: ["md"]) {
        let folder = (file as NSString).deletingLastPathComponent
        for match in try Repository.text(file).matches(of: #/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/#) {
            count += 1
            let path = ((folder as NSString).appendingPathComponent(String(match.1)) as NSString)
                .standardizingPath
            #expect(Repository.exists(path), "\(file) links to \(match.1)")
        }
    }
    #expect(count > 3)
}

@Test("The worked example of FORMAT.md is what the writer produces")
func formatExampleIsTrue() throws {
    var writer = PostingListWriter()
    for (document, frequency, norm) in [(0, 1, 9), (3, 2, 9), (4, 1, 5)] as [(UInt32, UInt32, UInt8)] {
        writer.append(document: document, frequency: frequency, norm: norm)
    }
    var list: [UInt8] = []
    writer.finish(into: &list)
    var dictionary = TermDictionary.Writer()
    dictionary.append(term: Array("seoul".utf8), entry: [3])
    dictionary.append(term: Array("seoulite".utf8), entry: [1])
    let text = try Repository.text("index/FORMAT.md")
    var positions: [UInt8] = []
    PositionChunk.append([2, 7, 0, 300], frequencies: [2, 2], to: &positions)
    for bytes in [list, positions, dictionary.finish()] {
        let hex = bytes.map { String(format: "%02x", $0) }.joined(separator: " ")
        #expect(text.contains(hex), "FORMAT.md lacks \(hex)")
    }
}
