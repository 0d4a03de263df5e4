internal import IndexStorage
internal import Synchronization

/// Working memory of one search, taken piece by piece and given back all at once; later searches use it again.
///
/// For one thread at a time. Pieces are good until `removeAll`.
@safe
final class SearchMemory: @unchecked Sendable {
    // Sendable because a search takes it out of the store and has it alone.
    /// What no search uses now: as many as searched at once.
    private static let store = Mutex<[SearchMemory]>([])

    /// Pieces are cut from blocks of this size; greater ones get a block of their own.
    private static let blockSize = 1 << 18
    /// What blocks that are kept for later searches may take.
    static let keptByteCount = 16 << 20

    /// What changes with every piece.
    @safe
    private struct State {
        // Safe: allocated by `startBlock`, freed in deinit.
        var blocks: [UnsafeMutableRawPointer] = unsafe []
        // Safe: allocated by `allocate`, freed by `removeAll`.
        var greatBlocks: [UnsafeMutableRawPointer] = unsafe []
        /// Index of the block that pieces are cut from, and how many of its bytes are.
        var current = -1
        var used = blockSize
    }
    // Safe: allocated in init, freed in deinit; a field of a class would be checked at every access.
    private let state: UnsafeMutablePointer<State>

    /// By offset in a window; zero between windows.
    // Safe: allocated in init, freed in deinit; `DocumentWindow.count` values.
    let sums: UnsafeMutablePointer<Double>
    /// The same for the greatest window; room to mark documents in.
    // Safe: allocated in init, freed in deinit; `DocumentWindow.greatestCount` values.
    let marks: UnsafeMutablePointer<UInt8>

    init() {
        // Safe: see the field.
        unsafe state = .allocate(capacity: 1)
        // Safe: as above.
        unsafe state.initialize(to: State())
        // Safe: see the field.
        unsafe sums = .allocate(capacity: DocumentWindow.count)
        // Safe: as above.
        unsafe sums.initialize(repeating: 0, count: DocumentWindow.count)
        // Safe: as above.
        unsafe marks = .allocate(capacity: DocumentWindow.greatestCount)
        // Safe: as above.
        unsafe marks.initialize(repeating: 0, count: DocumentWindow.greatestCount)
    }

    deinit {
        removeAll()
        // Safe: each block is freed once.
        for index in unsafe state.pointee.blocks.indices { unsafe state.pointee.blocks[index].deallocate() }
        // Safe: initialized in init.
        unsafe state.deinitialize(count: 1)
        // Safe: as above.
        unsafe state.deallocate()
        // Safe: as above.
        unsafe sums.deallocate()
        // Safe: as above.
        unsafe marks.deallocate()
    }

    /// Lends working memory to a search. A search that fails takes it along: its sums may not be 0.
    static func lend<Result>(
        _ body: (SearchMemory) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        let memory = store.withLock { $0.popLast() } ?? SearchMemory()
        let result = try body(memory)
        memory.shrink()
        store.withLock { $0.append(memory) }
        return result
    }

    /// Room for `count` values, which are not set.
    func allocate<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type) -> UnsafeMutablePointer<Value> {
        let size = (count * MemoryLayout<Value>.stride + 63) & ~63
        if size > Self.blockSize {
            // Safe: kept in the list that frees it.
            let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
            // Safe: as above.
            unsafe state.pointee.greatBlocks.append(block)
            // Safe: the block has room for `count` values.
            return unsafe block.bindMemory(to: type, capacity: count)
        }
        // Safe: see the field.
        if unsafe state.pointee.used + size > Self.blockSize { startBlock() }
        // Safe: as above.
        defer { unsafe state.pointee.used += size }
        // Safe: used + size is at most the block's size.
        return unsafe (state.pointee.blocks[state.pointee.current] + state.pointee.used)
            .bindMemory(to: type, capacity: count)
    }

    private func startBlock() {
        // Safe: see the field.
        unsafe state.pointee.current += 1
        // Safe: as above.
        unsafe state.pointee.used = 0
        // Safe: as above.
        if unsafe state.pointee.current == state.pointee.blocks.count {
            // Safe: kept in the list that frees it.
            unsafe state.pointee.blocks.append(.allocate(byteCount: Self.blockSize, alignment: 64))
        }
    }

    /// Room for `count` values, all of them `value`.
    func allocate<Value: BitwiseCopyable>(
        _ count: Int, repeating value: Value
    ) -> UnsafeMutablePointer<Value> {
        // Safe: there is room for `count` values.
        let values = unsafe allocate(count, of: Value.self)
        // Safe: as above.
        unsafe values.initialize(repeating: value, count: count)
        return unsafe values
    }

    /// Adds to the sum of the document at an offset in the window.
    func add(_ score: Double, at offset: Int) {
        precondition(offset >= 0 && offset < DocumentWindow.count, "document \(offset) of a window")
        // Safe: checked above.
        unsafe sums[offset] += score
    }

    /// The sum of the document at an offset in the window, which is 0 afterwards.
    func takeSum(at offset: Int) -> Double {
        precondition(offset >= 0 && offset < DocumentWindow.count, "document \(offset) of a window")
        // Safe: checked above.
        defer { unsafe sums[offset] = 0 }
        // Safe: as above.
        return unsafe sums[offset]
    }

    /// A place in the order in which pieces were taken.
    struct Mark {
        fileprivate let current: Int
        fileprivate let used: Int
        fileprivate let greatBlockCount: Int
    }

    func mark() -> Mark {
        // Safe: see the field.
        unsafe Mark(
            current: state.pointee.current, used: state.pointee.used,
            greatBlockCount: state.pointee.greatBlocks.count)
    }

    /// Takes back the pieces that were taken since a mark.
    func removeAll(after mark: Mark) {
        // Safe: each block is freed once, as it leaves the list.
        while unsafe state.pointee.greatBlocks.count > mark.greatBlockCount {
            // Safe: as above.
            unsafe state.pointee.greatBlocks.removeLast().deallocate()
        }
        // Safe: see the field.
        unsafe state.pointee.current = mark.current
        // Safe: as above.
        unsafe state.pointee.used = mark.used
    }

    /// Takes back all pieces.
    func removeAll() {
        removeAll(after: Mark(current: -1, used: Self.blockSize, greatBlockCount: 0))
    }

    /// How many bytes its blocks take, but for great ones.
    var blockByteCount: Int {
        // Safe: see the field.
        unsafe state.pointee.blocks.count * Self.blockSize
    }

    /// Takes back all pieces and frees what is not kept for later searches.
    func shrink() {
        removeAll()
        while blockByteCount > Self.keptByteCount {
            // Safe: each block is freed once, as it leaves the list; no piece of it is taken.
            unsafe state.pointee.blocks.removeLast().deallocate()
        }
    }
}
