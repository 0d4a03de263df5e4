import Foundation
import Testing

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
