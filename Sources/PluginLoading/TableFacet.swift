internal import Gazetteer
internal import PluginAPI
internal import PluginManifests

extension PluginFolder {
    /// The facet of the folder's table. The only place that knows how a table is read.
    func tableFacet() throws(PluginProblems) -> any FacetPlugin {
        do throws(GazetteerError) {
            return try GazetteerPlugin(manifest: file.manifest, files: tableFiles)
        } catch {
            var problems = error.problems.map {
                PluginProblem(path: path + "/" + $0.file, line: $0.line, reason: $0.reason)
            }
            if error.omittedCount > 0 {
                problems.append(
                    PluginProblem(path: path, reason: "… and \(error.omittedCount) more problems"))
            }
            throw PluginProblems(problems)
        }
    }
}
