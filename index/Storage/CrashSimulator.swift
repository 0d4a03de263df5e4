/// A folder as it may be found after a loss of power.
public struct CrashState: Equatable, Sendable {
    public let files: [String: [UInt8]]
    /// What the writer had acknowledged before.
    public let acknowledged: [String]

    /// Writes the files into a folder, which is to be empty.
    public func materialise(in fileSystem: DirectoryFileSystem) throws(StorageError) {
        for name in files.keys.sorted() {
            let file = try fileSystem.create(name)
            try file.write(files[name] ?? [])
            try file.close()
        }
    }
}

/// Works out what a disk may hold when power is lost in the middle of a trace.
///
/// Data not synced may be lost or torn; names made, changed or removed since the last sync of the
/// folder may or may not be, each by itself. A sync of a file says nothing about its name.
public enum CrashSimulator {
    /// What becomes of everything not synced.
    public enum Mode: Equatable, Sendable {
        /// Data is lost; with the names kept, and with them lost: two states.
        case dropUnsynced
        /// Names and data are kept but for the last write of each file, of which nothing, a half, all
        /// but a byte, or its length in zeros is: four states.
        case tearLastWrite
        /// Each name and each write is kept, lost or torn as a generator decides: one state.
        case reorder(seed: UInt64)
    }

    /// The states after the first `prefix` operations of the trace.
    public static func states(_ trace: [FileOperation], prefix: Int, mode: Mode) -> [CrashState] {
        let disk = SimulatedDisk(trace.prefix(prefix))
        switch mode {
        case .dropUnsynced:
            return [true, false].map { namesKept in
                disk.state(keepName: { _ in namesKept }, data: { $0.synced })
            }
        case .tearLastWrite:
            return [Tear.nothing, .half, .allButOne, .zeros].map { tear in
                disk.state(keepName: { _ in true }, data: { $0.torn(tear) })
            }
        case .reorder(let seed):
            var generator = SplitMix(state: seed &+ UInt64(prefix) &* 0x1000_0000_01B3)
            let kept = disk.pendingNames.map { _ in generator.next() & 1 == 0 }
            let data = disk.files.map { $0.reordered(&generator) }
            return [disk.state(keepName: { kept[$0] }, data: { data[$0.number] })]
        }
    }
}

/// What remains of the last write of a file.
enum Tear {
    case nothing, half, allButOne, zeros
}

/// A seeded generator: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators (2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
