package import IndexStorage

/// Builds the layer of a facet without mentions, over one segment: documents state its values themselves, or they follow
/// from the mentions of another facet.
package struct StatedLayerBuilder {
    private let facet: String
    private let pluginVersion: Int
    private let fingerprint: UInt64
    /// By the bytes of its id, the number of each value; numbers are given as values are met.
    private var numbers: [[UInt8]: UInt32] = [:]
    /// Numbers of the values of all documents, one after another, and where each document's begin.
    private var stated: [UInt32] = []
    private var offsets: [Int] = [0]

    /// - Parameters:
    ///   - pluginVersion: of the plugin that finds the mentions; 0 for none, as the fingerprint.
    package init(facet: String, pluginVersion: Int = 0, fingerprint: UInt64 = 0) {
        self.facet = facet
        self.pluginVersion = pluginVersion
        self.fingerprint = fingerprint
    }

    /// The number that stands for a value.
    package mutating func number(of value: [UInt8]) -> UInt32 {
        if let known = numbers[value] { return known }
        let number = UInt32(numbers.count)
        numbers[value] = number
        return number
    }

    /// Adds the next document with the numbers of its values, in any order; one that comes again counts once.
    package mutating func append(_ values: some Sequence<UInt32>) {
        stated += values
        offsets.append(stated.count)
    }

    /// Writes the layer file of a core. Values that no document has are left out.
    ///
    /// - Returns: its name.
    package consuming func write(coreName: String, to store: CommitStore) throws(StorageError) -> String {
        var meta = FacetLayerMeta(
            coreName: coreName, facet: facet, pluginVersion: pluginVersion, fingerprint: fingerprint,
            documentCount: offsets.count - 1, rules: [])
        meta.hasMentions = false
        var occurs = [Bool](repeating: false, count: numbers.count)
        for number in stated { occurs[Int(number)] = true }
        let values = numbers.filter { occurs[Int($0.value)] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var ordinals = [UInt32](repeating: 0, count: numbers.count)
        for (ordinal, value) in values.enumerated() { ordinals[Int(value.value)] = UInt32(ordinal) }
        var sections = ValueSections(values.map(\.key))
        var own: [UInt32] = []
        for document in 0..<meta.documentCount {
            own.removeAll(keepingCapacity: true)
            for number in stated[offsets[document]..<offsets[document + 1]] {
                own.append(ordinals[Int(number)])
            }
            own.sort()
            sections.append(once: own)
        }
        return try IndexFile.layer.write(to: store) { file throws(StorageError) in
            try sections.write(&meta, to: file)
        }
    }
}
