import Glibc

/// The memory of the machine.
package enum MachineMemory {
    /// The size of the physical memory in bytes.
    package static var bytes: Double {
        Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
