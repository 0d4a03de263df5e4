/// A file's data: what is surely on the medium, and the writes that may be.
struct SimulatedFile {
    let number: Int
    private(set) var synced: [UInt8] = []
    private(set) var pending: [(offset: Int, bytes: [UInt8])] = []

    init(number: Int) {
        self.number = number
    }

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        pending.append((offset, bytes))
    }

    mutating func sync() {
        for write in pending { Self.apply(write.bytes, at: write.offset, to: &synced) }
        pending = []
    }

    func torn(_ tear: Tear) -> [UInt8] {
        var bytes = synced
        for write in pending.dropLast() { Self.apply(write.bytes, at: write.offset, to: &bytes) }
        guard let last = pending.last else { return bytes }
        switch tear {
        case .nothing: break
        case .half: Self.apply(Array(last.bytes.prefix(last.bytes.count / 2)), at: last.offset, to: &bytes)
        case .allButOne: Self.apply(last.bytes.dropLast(), at: last.offset, to: &bytes)
        case .zeros: Self.apply([UInt8](repeating: 0, count: last.bytes.count), at: last.offset, to: &bytes)
        }
        return bytes
    }

    func reordered(_ generator: inout SplitMix) -> [UInt8] {
        var bytes = synced
        for write in pending {
            switch generator.next() % 3 {
            case 0: continue
            case 1: Self.apply(write.bytes, at: write.offset, to: &bytes)
            default:
                let kept = Int(generator.next() % UInt64(write.bytes.count + 1))
                Self.apply(Array(write.bytes.prefix(kept)), at: write.offset, to: &bytes)
            }
        }
        return bytes
    }

    private static func apply(_ new: [UInt8], at offset: Int, to bytes: inout [UInt8]) {
        guard !new.isEmpty else { return }
        let missing = offset + new.count - bytes.count
        if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) }
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }
}

/// The names and files that a trace leaves, durable ones apart from the rest.
struct SimulatedDisk {
    /// A change of names: the file that gets one, the name that goes.
    struct NameChange {
        var added: (name: String, file: Int)?
        var removed: String?
    }

    private(set) var files: [SimulatedFile] = []
    private(set) var pendingNames: [NameChange] = []
    private var acknowledged: [String] = []
    private var durableNames: [String: Int] = [:]
    /// As the running system sees them.
    private var names: [String: Int] = [:]

    init(_ trace: some Sequence<FileOperation>) {
        for operation in trace { apply(operation) }
    }

    private mutating func apply(_ operation: FileOperation) {
        switch operation {
        case .create(let name, let file):
            // Emptying a file is taken as a new file under its name.
            files.append(SimulatedFile(number: file))
            change(NameChange(added: (name, file), removed: nil))
        case .write(let file, let offset, let bytes): files[file].write(bytes, at: offset)
        case .syncFile(let file): files[file].sync()
        case .rename(let from, let to):
            guard let file = names[from] else { return }
            change(NameChange(added: (to, file), removed: from))
        case .remove(let name): change(NameChange(added: nil, removed: name))
        case .syncDirectory:
            durableNames = names
            pendingNames = []
        case .acknowledge(let label): acknowledged.append(label)
        }
    }

    private mutating func change(_ change: NameChange) {
        pendingNames.append(change)
        Self.apply(change, to: &names)
    }

    private static func apply(_ change: NameChange, to names: inout [String: Int]) {
        if let removed = change.removed { names[removed] = nil }
        if let added = change.added { names[added.name] = added.file }
    }

    /// The folder with the chosen pending names and data.
    func state(keepName: (Int) -> Bool, data: (SimulatedFile) -> [UInt8]) -> CrashState {
        var kept = durableNames
        for (index, change) in pendingNames.enumerated() where keepName(index) {
            Self.apply(change, to: &kept)
        }
        return CrashState(files: kept.mapValues { data(files[$0]) }, acknowledged: acknowledged)
    }
}
