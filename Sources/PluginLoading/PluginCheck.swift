public import PluginAPI
internal import PluginConformance
internal import PluginManifests

/// Tries a plugin in a folder: reads all of it, asks it about sample documents, ordinary and hostile, and tells what is
/// against the contract.
///
/// Texts in the plugin's folder `samples` are read too. In those of a facet the expected mentions may be marked, all of
/// them or none: `⟦THAAD|weapon-system:THAAD⟧ batteries`.
public struct PluginCheck: Sendable {
    public let path: String
    public let options: [PluginOption]
    /// The plugins that come with Dossier.
    public let bundled: PluginSet
    /// Makes the tokens that the index would.
    public let tokenize: @Sendable (Document) -> TokenizedDocument

    static let samplesName = "samples"
    private static let sampleByteLimit = 4 << 20
    private static let problemLimit = 40

    public init(
        path: String, options: [PluginOption] = [], bundled: PluginSet,
        tokenize: @escaping @Sendable (Document) -> TokenizedDocument
    ) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.options = options
        self.bundled = bundled
        self.tokenize = tokenize
    }

    public func run() -> PluginReport {
        var report = PluginReport(path: path)
        do throws(PluginProblems) {
            let plugin = try PluginFolder(path: path)
            (report.manifest, report.form) = (plugin.file.manifest, plugin.form)
            try check(plugin, &report)
        } catch {
            report.problems += error.problems
        }
        if report.problems.count > Self.problemLimit {
            let more = report.problems.count - Self.problemLimit
            report.problems = Array(report.problems.prefix(Self.problemLimit))
            report.problems.append(PluginProblem(path: path, reason: "… and \(more) more problems"))
        }
        return report
    }

    private func check(_ plugin: PluginFolder, _ report: inout PluginReport) throws(PluginProblems) {
        if plugin.form == .swift {
            checkSwift(&report)
            return
        }
        let loader = PluginLoader(folders: [path], options: options, userFolder: nil)
        let loaded = loader.load(into: bundled)
        guard loaded.problems.isEmpty else { throw PluginProblems(loaded.problems) }
        if plugin.file.manifest.kind == .facet, let facet = loaded.set.facets.last {
            try check(facet, again: loader, &report)
        } else if let format = loaded.set.formats.last {
            check(format, &report)
        }
        let after = try PluginFolder(path: path)
        if after.contentHash != plugin.contentHash {
            report.add(path, "the program writes into its own folder, which makes every run find it changed")
        }
    }

    private func checkSwift(_ report: inout PluginReport) {
        for name in ["Sources", "Tests"] where (folderItems(path + "/" + name) ?? []).isEmpty {
            report.add(path + "/" + name, "the folder is missing or empty")
        }
        report.notes.append(
            "Swift source is compiled in: its contract is tried by its tests, with PluginConformance")
    }
}

/// What `PluginCheck` found.
public struct PluginReport: Sendable {
    public var path: String
    /// Nil where `plugin.json` cannot be read.
    public var manifest: PluginManifest?
    public var form: PluginFolder.Form?
    /// What is against the contract.
    public var problems: [PluginProblem] = []
    /// What was tried, and what a user may want to know.
    public var notes: [String] = []

    mutating func add(_ path: String, _ reason: String) {
        problems.append(PluginProblem(path: path, reason: reason))
    }
}

// Facets.
extension PluginCheck {
    private func check(
        _ facet: any FacetPlugin, again loader: PluginLoader, _ report: inout PluginReport
    ) throws(PluginProblems) {
        let (texts, marked) = samples(&report)
        let documents = (SampleDocuments.all + texts).map(tokenize)
        let start = ContinuousClock.now
        var found: [DocumentMentions] = []
        for document in documents {
            do throws(FacetError) {
                found += try facet.mentions(in: [document])
            } catch {
                guard case .failed(_, let reason) = error else { continue }
                report.add(path, "\(document.document.identifier): \(reason)")
            }
        }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        guard report.problems.isEmpty else { return }
        for violation in facetViolations(of: facet, documents: documents) { report.add(path, violation) }
        let other = loader.load(into: bundled)
        guard other.problems.isEmpty, let twin = other.set.facets.last else {
            throw PluginProblems(other.problems)
        }
        if twin.fingerprint != facet.fingerprint {
            report.add(path, "its fingerprint is another when it is read again")
        }
        if (try? twin.mentions(in: documents)) != found || twin.values != facet.values {
            report.add(path, "it finds something else when it is started again")
        }
        for (name, text) in marked { compare(text, facet, "\(path)/\(Self.samplesName)/\(name)", &report) }
        let count = found.reduce(0) { $0 + $1.mentions.count }
        report.notes.append("\(documents.count) sample documents, \(count) mentions, \(Int(milliseconds)) ms")
        if count == 0, marked.isEmpty {
            report.notes.append(
                "it found nothing: put a text in which it should into \(path)/\(Self.samplesName)")
        }
    }

    /// Texts of the plugin's own samples: those without marks, and those with them.
    private func samples(
        _ report: inout PluginReport
    ) -> (texts: [Document], marked: [(name: String, text: MarkedText)]) {
        var (texts, marked) = ([Document](), [(name: String, text: MarkedText)]())
        for (name, bytes) in sampleFiles(&report) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                report.add("\(path)/\(Self.samplesName)/\(name)", "the text is not UTF-8")
                continue
            }
            if text.contains("⟦") {
                marked.append((name, MarkedText(text)))
            } else {
                var document = Document(identifier: "\(Self.samplesName)/\(name)")
                document.append(.body, bytes)
                texts.append(document)
            }
        }
        return (texts, marked)
    }

    private func compare(
        _ text: MarkedText, _ facet: any FacetPlugin, _ path: String, _ report: inout PluginReport
    ) {
        guard let found = try? text.found(by: facet) else {
            return report.add(path, "the plugin fails on it")
        }
        var missing = text.expected
        var others: [String] = []
        for mention in found {
            if let place = missing.firstIndex(of: mention) {
                missing.remove(at: place)
            } else {
                others.append(mention)
            }
        }
        for mention in missing { report.add(path, "⟦\(mention)⟧ is expected and not found") }
        for mention in others { report.add(path, "⟦\(mention)⟧ is found and not expected") }
    }

    private func sampleFiles(_ report: inout PluginReport) -> [(name: String, bytes: [UInt8])] {
        let folder = path + "/" + Self.samplesName
        var files: [(String, [UInt8])] = []
        for item in folderItems(folder) ?? [] where item.isFile {
            if let bytes = readFile(folder + "/" + item.name, limit: Self.sampleByteLimit) {
                files.append((item.name, bytes))
            } else {
                report.add(folder + "/" + item.name, "the sample cannot be read, or has more than 4 MiB")
            }
        }
        return files
    }
}

// Formats.
extension PluginCheck {
    private func check(_ format: any FormatPlugin, _ report: inout PluginReport) {
        let start = ContinuousClock.now
        let files = sampleFiles(&report)
        var inputs: [FormatInput] = []
        for (name, bytes) in files {
            let input = FormatInput(bytes: bytes, identifier: "samples/\(name)", fileName: name)
            let place = "\(path)/\(Self.samplesName)/\(name)"
            if format.confidence(for: input) == 0 { report.add(place, "the plugin does not read such files") }
            do throws(FormatError) {
                let document = try format.read(input)
                if !document.zones.contains(where: \.kind.isArticle) {
                    report.add(place, "no text was found in it")
                }
            } catch {
                report.add(place, "cannot be read: \(error)")
            }
            inputs.append(input)
        }
        if files.isEmpty {
            report.notes.append("no sample was read: put some into \(path)/\(Self.samplesName)")
        }
        checkDamaged(inputs.first?.bytes ?? Array("Seoul said no.".utf8), format, &report)
        guard report.problems.isEmpty else { return }
        var violations: [String] = []
        for violation in formatViolations(of: format, samples: inputs) where !violations.contains(violation) {
            violations.append(violation)
        }
        for violation in violations { report.add(path, violation) }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        report.notes.append(
            "samples: \(files.count), each also cut and damaged in 72 ways, \(Int(milliseconds)) ms")
    }

    /// A program says that it cannot read something; it does not end over it.
    private func checkDamaged(_ sample: [UInt8], _ format: any FormatPlugin, _ report: inout PluginReport) {
        let half = Array(sample.prefix(sample.count / 2))
        let noise = (0..<4096).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
        for (name, bytes) in [
            ("half of a sample", half), ("noise", noise), ("zeros", [UInt8](repeating: 0, count: 99) + [65]),
        ] {
            do throws(FormatError) {
                _ = try format.read(FormatInput(bytes: bytes, identifier: name, fileName: name))
            } catch {
                if "\(error)".contains("its program") {
                    report.add(
                        path, "\(name): \(error); a file that cannot be read is answered {\"error\": \"why\"}"
                    )
                }
            }
        }
    }
}
