import ExternalPrograms
import PluginAPI
import PluginLoading
import StandardPlugins

extension Option {
    /// Options of commands that use plugins in folders.
    static let loading = [pluginFolder, pluginOption, chosenFacets]

    static let chosenFacets = value(
        "facets", "NAMES",
        help:
            "The facets that plugins find, joined by commas, with those that they are made of; all by default, or none. "
            + "Those left out are dropped from the index."
    ) { $0.chosenFacets = $1 == "none" ? [] : $1.split(separator: ",").map(String.init) }

    static let pluginFolder = value(
        "plugins", "DIR",
        help:
            "A folder that is a plugin, or holds plugins, to be used besides those that come with Dossier; may be "
            + "repeated.",
        completion: .folder
    ) { $0.pluginFolders.append($1) }
    static let pluginOption = value(
        "plugin-option", "NAME.KEY=VALUE",
        help: "Sets an option that a plugin's plugin.json declares; may be repeated."
    ) { arguments, text throws(UsageError) in
        guard let option = PluginOption(parsing: text) else {
            throw UsageError("‘\(text)’ is not of the form NAME.KEY=VALUE.")
        }
        arguments.pluginOptions.append(option)
    }

    /// What `plugins new` begins.
    static let skeletons = [
        skeleton(.table, "With new: a facet that is a table of names, without code."),
        skeleton(.program, "With new: a facet that a program finds, in Python."),
        skeleton(.format, "With new: a format that a program reads, in Python."),
        skeleton(.swift, "With new: a facet in Swift, to be compiled in."),
    ]

    private static func skeleton(_ kind: PluginSkeleton.Kind, _ help: String) -> Option {
        value(kind.rawValue, "NAME", help: help) { arguments, name throws(UsageError) in
            guard arguments.skeleton == nil else { throw UsageError("One new plugin at a time.") }
            arguments.skeleton = (kind, name)
        }
    }
}

extension Arguments {
    /// The plugins that come with Dossier, and after them those in folders. Each that cannot be used is told.
    func loadPlugins(startsPrograms: Bool = true) throws -> LoadedPlugins {
        let loader = PluginLoader(
            folders: pluginFolders, options: pluginOptions, startsPrograms: startsPrograms)
        var loaded = loader.load(into: try bundledPlugins())
        if let chosenFacets { loaded.set.facets = try chosen(chosenFacets, of: loaded.set.facets) }
        for problem in loaded.problems { complain("plugin not used: \(problem)") }
        return loaded
    }

    private func chosen(_ names: [String], of facets: [any FacetPlugin]) throws -> [any FacetPlugin] {
        if let name = names.first(where: { name in !facets.contains { $0.manifest.name == name } }) {
            let known = facets.map(\.manifest.name).joined(separator: ", ")
            throw UsageError("There is no plugin for the facet ‘\(name)’; there are \(known).")
        }
        return facets.closure(of: Set(names))
    }
}

func bundledPlugins() throws -> PluginSet { try standardPlugins() }

/// Says that programs have run without a sandbox, if they have.
func complainOfMissingSandbox() {
    if let notice = Sandbox.notice { complain("\(notice).") }
}
