import PluginAPI
import TestSupport
import Testing

@testable import Dossier

extension ArticleSource {
    /// Articles `n0`, `n1` and so on, indexed in three batches that overlap; with the second some of the first are deleted.
    ///
    /// - Parameters:
    ///   - count: of each batch.
    ///   - step: so many articles after a batch the next begins.
    ///   - write: adds the article of a name.
    /// - Returns: what is there at the end.
    static func batches(
        of count: Int, every step: Int, in folder: TemporaryFolder, plugins: PluginSet,
        options: IndexOptions = IndexOptions(), write: (inout ArticleSource, String) -> Void
    ) throws -> ArticleSource {
        var source = ArticleSource()
        for batch in 0..<3 {
            for number in batch * step..<batch * step + count { write(&source, "n\(number)") }
            if batch == 1 { for number in 0..<9 { source.articles["n\(number * 3)"] = nil } }
            _ = try indexSources(
                [source], in: folder.fileSystem, folder: folder.path, plugins: plugins, options: options)
        }
        try #require(SearchIndex(path: folder.path, overlay: .none).statistics().segmentCount > 1)
        return source
    }
}
