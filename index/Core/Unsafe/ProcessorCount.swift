#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

enum ProcessorCount {
    /// Processors that are online; at least 1.
    static var available: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
