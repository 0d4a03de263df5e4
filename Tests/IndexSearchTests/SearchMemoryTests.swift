import Testing

@testable import IndexSearch

@Suite("Working memory of a search") struct SearchMemoryTests {
    /// Takes a piece and writes to all of it.
    private func take(_ count: Int, from memory: SearchMemory) {
        // Safe: there are so many, until they are taken back.
        unsafe memory.allocate(count, of: UInt64.self).update(repeating: 1, count: count)
    }

    @Test("is used again behind a mark, what was taken before it stays")
    func marks() {
        let memory = SearchMemory()
        // Safe: there are 100 of them, until they are taken back.
        let first = unsafe memory.allocate(100, of: UInt64.self)
        // Safe: as above.
        unsafe first.update(repeating: 7, count: 100)
        let mark = memory.mark()
        for _ in 0..<100 {
            for count in [10, 5000, 100_000] { take(count, from: memory) }
            memory.removeAll(after: mark)
        }
        #expect(memory.blockByteCount <= 2 << 18)
        // Safe: as above.
        let kept = unsafe Array(UnsafeBufferPointer(start: first, count: 100))
        #expect(kept == [UInt64](repeating: 7, count: 100))
        memory.removeAll()
    }

    @Test("is kept for later searches up to a limit")
    func shrinking() {
        let memory = SearchMemory()
        for _ in 0..<1000 { take(4096, from: memory) }
        #expect(memory.blockByteCount > SearchMemory.keptByteCount)
        memory.shrink()
        #expect(memory.blockByteCount == SearchMemory.keptByteCount)
        // All that is kept can be taken again.
        for _ in 0..<600 { take(4096, from: memory) }
        memory.removeAll()
    }
}
