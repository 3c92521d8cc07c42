package downloads

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/filename"
)

// list holds the items in their order, their ids, the names they claim and what they fetch. Queue.mu guards it.
type list struct {
	items  []*item // in order
	byID   map[ID]*item
	nextID ID               // the last id that was given
	names  map[string]ID    // folder and folded name of open items
	same   map[identity]ID  // what an open item fetches, for finding duplicates
	hosts  map[string]int   // how many links name a host and port; what a Source gives is no link
	random func() float64   // for the names of part files
	now    func() time.Time // when an item was added
}

// identity is what makes two specs the same download.
type identity struct {
	url    string
	source SourceKey
	dir    string
	sha256 string
	name   string
}

func newList(e *environment) *list {
	return &list{byID: map[ID]*item{}, names: map[string]ID{}, same: map[identity]ID{}, hosts: map[string]int{}, random: e.random, now: e.now}
}

// gap is the distance of the positions of new entries.
const gap = 1 << 20

// create returns a new item that has claimed its name. It is not in the order before append.
func (l *list) create(spec Spec) *item {
	l.nextID++
	it := &item{id: l.nextID, spec: spec, state: Queued, pos: float64(l.nextID) * gap}
	if n := len(l.items); n > 0 {
		it.pos = max(it.pos, l.items[n-1].pos+gap)
	}
	it.Size, it.SHA256, it.Priority, it.Limit, it.Added = spec.Size, spec.SHA256, spec.Priority, spec.Limit, l.now()
	if spec.Paused {
		it.state = Paused
	}
	it.Name = spec.Name
	if it.Name == "" {
		it.Name = filename.FromAddress(spec.URL)
	}
	it.Name = filename.Legal(it.Name)
	l.byID[it.id] = it
	l.claim(it)
	it.Part = fmt.Sprintf("%s.%08x.part", it.Name, uint32(l.random()*(1<<32)))
	return it
}

// discard forgets an item that was created and not appended.
func (l *list) discard(it *item) {
	l.unclaim(it)
	delete(l.byID, it.id)
}

// append puts an item at the end of the order.
func (l *list) append(it *item) {
	it.index = len(l.items)
	l.items = append(l.items, it)
	l.countLink(it, 1)
}

// countLink adds n to how many links name the host of an item.
func (l *list) countLink(it *item, n int) {
	if it.spec.Source != "" {
		return
	}
	u, err := url.Parse(it.spec.Origin)
	if err != nil || u.Hostname() == "" {
		return
	}
	host := strings.ToLower(hostPort(u))
	if l.hosts[host] += n; l.hosts[host] == 0 {
		delete(l.hosts, host)
	}
}

// take appends an item that was stored.
func (l *list) take(it *item) {
	l.append(it)
	l.byID[it.id] = it
	l.nextID = max(l.nextID, it.id)
	if it.open() {
		l.claim(it)
	}
}

// remove takes an item out of the order.
func (l *list) remove(it *item) {
	delete(l.byID, it.id)
	l.countLink(it, -1)
	l.items = slices.Delete(l.items, it.index, it.index+1)
	l.number(it.index, len(l.items))
}

// has reports whether the item is listed.
func (l *list) has(it *item) bool { return l.byID[it.id] == it }

// twin returns the open item that fetches the same, or one that stopped and has a part of it.
func (l *list) twin(spec Spec) *item {
	if it := l.byID[l.same[spec.identity()]]; it != nil {
		return it
	}
	for _, it := range slices.Backward(l.items) {
		if it.state == Stopped && it.committed > 0 && it.spec.identity() == spec.identity() {
			return it
		}
	}
	return nil
}

// move puts an item at a position and returns the items whose stored positions change.
func (l *list) move(it *item, to int) []*item {
	from := it.index
	l.items = slices.Insert(slices.Delete(l.items, from, from+1), to, it)
	l.number(min(from, to), max(from, to)+1)
	return l.settle(it)
}

// number notes the places of the items in [from, to).
func (l *list) number(from, to int) {
	for i := from; i < to; i++ {
		l.items[i].index = i
	}
}

// settle sets a moved item's position between its neighbours: one row is written. When fifty moves have used up the
// room between two numbers, all get new ones.
func (l *list) settle(it *item) []*item {
	i := it.index
	lo := 0.0
	if i > 0 {
		lo = l.items[i-1].pos
	}
	hi := lo + 2*gap
	if i+1 < len(l.items) {
		hi = l.items[i+1].pos
	}
	if i == 0 {
		lo = hi - 2*gap
	}
	it.pos = lo + (hi-lo)/2
	if it.pos > lo && it.pos < hi {
		return []*item{it}
	}
	for i, x := range l.items {
		x.pos = float64(i+1) * gap
	}
	return l.items
}

// claim takes a name for an open item that no other open item of the folder has, and notes what it fetches.
func (l *list) claim(it *item) {
	base := it.Name
	for n := 2; l.taken(it, it.Name); n++ {
		it.Name = filename.Numbered(base, n)
	}
	l.names[nameKey(it.spec.Dir, it.Name)] = it.id
	if _, ok := l.same[it.spec.identity()]; !ok {
		l.same[it.spec.identity()] = it.id
	}
}

// taken reports whether another open item of the folder has the name.
func (l *list) taken(it *item, name string) bool {
	id, taken := l.names[nameKey(it.spec.Dir, name)]
	return taken && id != it.id
}

// unclaim gives up what claim took.
func (l *list) unclaim(it *item) {
	if k := nameKey(it.spec.Dir, it.Name); l.names[k] == it.id {
		delete(l.names, k)
	}
	if k := it.spec.identity(); l.same[k] == it.id {
		delete(l.same, k)
	}
}

// rename gives an open item another name; its part file keeps its own.
func (l *list) rename(it *item, name string) {
	if name == it.Name {
		return
	}
	if k := nameKey(it.spec.Dir, it.Name); l.names[k] == it.id {
		delete(l.names, k)
	}
	it.Name = name
	l.claim(it)
}

// pick returns the named items that fit, or all that fit when none is named. It is an error to name one that is not
// there.
func (l *list) pick(ids []ID, fits func(*item) bool) ([]*item, error) {
	var chosen []*item
	if len(ids) == 0 {
		for _, it := range l.items {
			if fits(it) {
				chosen = append(chosen, it)
			}
		}
		return chosen, nil
	}
	for _, id := range ids {
		it := l.byID[id]
		if it == nil {
			return nil, unknownEntry(id)
		}
		if fits(it) {
			chosen = append(chosen, it)
		}
	}
	return chosen, nil
}

func nameKey(dir, name string) string { return dir + "\x00" + filename.Folded(name) }

func (s *Spec) identity() identity { return identity{s.URL, s.Source, s.Dir, s.SHA256, s.Name} }
