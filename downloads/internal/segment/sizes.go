package segment

import "slices"

// nextSize returns how many bytes the next segment gets. Near the end of the file they become smaller, so that all
// connections end at about the same time. mu is held.
func (p *Plan) nextSize() int64 {
	left := p.size - p.next
	if p.span > p.window {
		return min(left, p.nextFarSize(left))
	}
	return min(left, max(min(p.segment, left/(2*p.workers)), p.least))
}

// nextFarSize is nextSize for a far server, where each request costs. Workers end their segments one after another, evenly:
// if they ended together, the bytes ahead would need twice the memory. For that reason, too, the last ones, which do end
// together, are no longer than the window allows. mu is held.
func (p *Plan) nextFarSize(left int64) int64 {
	busy := p.busy()
	share, last := p.lastShare(busy, left), p.window*7/8/max(p.workers-1, 1)
	size := busy[len(busy)-1] + (p.segment+p.pause)/p.workers - p.pause
	switch {
	case share <= last:
		size = share
	case share < last*3/2:
		size = min(size, share/2)
	default:
		size = min(size, share-last)
	}
	return min(max(size, p.least), max(p.segment, p.least))
}

// busy returns how many bytes could pass until each worker asks for its next segment, in rising order. The one that asks
// is free now. mu is held.
func (p *Plan) busy() []int64 {
	busy := make([]int64, 1, p.workers)
	for _, s := range p.segs {
		if !s.owned || s.done || s.to < 0 || int64(len(busy)) == p.workers {
			continue
		}
		rest := s.to - s.at
		if s.at == s.from {
			rest += p.pause
		}
		busy = append(busy, rest)
	}
	slices.Sort(busy)
	return busy
}

// lastShare returns the part of what is left with which all workers come to their last byte at the same time: each ends
// what it is at, waits for one more answer and takes its part.
func (p *Plan) lastShare(busy []int64, left int64) int64 {
	idle := p.workers - int64(len(busy)) // they ask in a moment
	sum := left + idle*p.pause
	level, n := int64(0), idle
	for _, rest := range busy {
		if n > idle && level <= rest+p.pause {
			break // those that are at work for longer get nothing more
		}
		sum += rest + p.pause
		n++
		level = sum / n
	}
	return level - p.pause
}
