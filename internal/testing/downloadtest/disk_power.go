package downloadtest

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// AfterPowerCut returns the disk as it is found after the power came back. All that was synced is there. Of the rest, random
// decides: any of the pages, and the changes of names up to some point. With a nil random none of the rest is there.
// The disk must be off (see Cut).
func (d *Disk) AfterPowerCut(random *rand.Rand) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.off {
		panic("downloadtest: a disk is asked for what is left while it is on")
	}
	luck := 0.0 // the share of unsynced pages that were written in time
	if random != nil {
		luck = []float64{0, 0.5, 1}[random.IntN(3)]
		for _, c := range d.journal[:random.IntN(len(d.journal)+1)] {
			c.commit()
		}
	}
	after := NewDisk()
	after.serial = d.serial
	copies := map[*node]*node{}
	after.root = after.restore(d.root, copies, luck, random)
	return after
}

// restore copies into d what a node of the old disk is after the cut, and all below it.
func (d *Disk) restore(n *node, copies map[*node]*node, luck float64, random *rand.Rand) *node {
	if known := copies[n]; known != nil {
		return known
	}
	saved := &node{number: n.number, name: n.name, folder: n.folder, mode: n.mode, modified: n.modified}
	copies[n] = saved
	if n.folder {
		saved.names, saved.durableNames = map[string]*node{}, map[string]*node{}
		for _, name := range slices.Sorted(maps.Keys(n.durableNames)) { // in order: the same random, the same outcome
			child := n.durableNames[name]
			copied := d.restore(child, copies, luck, random)
			copied.name = name
			saved.names[name], saved.durableNames[name] = copied, copied
		}
		return saved
	}
	kept := &node{now: n.now, durable: n.durable.clone()}
	for _, index := range slices.Sorted(maps.Keys(n.dirty)) {
		if luck > 0 && random.Float64() < luck {
			kept.settle(index)
		}
	}
	if luck > 0 && random.IntN(2) == 0 {
		kept.durable.size = n.now.size // the length was written, the bytes perhaps not: they read as zeros
	}
	for index := range kept.durable.pages {
		if index*pageSize >= kept.durable.size {
			delete(kept.durable.pages, index)
		}
	}
	d.used += int64(len(kept.durable.pages)) * pageSize
	saved.now, saved.durable = kept.durable, kept.durable.clone()
	saved.dirty = map[int64]bool{}
	return saved
}
