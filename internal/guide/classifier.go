package guide

import (
	"cmp"
	"math"
	"slices"
)

// classifier knows guides by the features of their symptom lines. It is a multinomial logistic regression, trained on the lines at the
// first search: the same lines always make the same classifier.
type classifier struct {
	lexicon *lexicon
	labels  []string // sorted ids of guides, and elsewhere
	number  map[feature]int
	rarity  []float32   // of a feature
	weights [][]float32 // by feature, then by label
}

// elsewhere is the label of texts that no guide is about.
const elsewhere = "-"

// example is a line and the guide that it belongs to.
type example struct{ label, text string }

// vector is a text as the classifier sees it: the numbers of its known features, and how much each weighs.
type vector struct {
	at    []int
	value []float32
}

const (
	epochs       = 6
	learningRate = 0.25
	tooSmall     = 0.004 // an error that is not worth a correction
	leastLines   = 2     // that hold a run of letters; one tells of its word and of nothing else
)

// train makes a classifier of the examples.
func train(x *lexicon, examples []example) *classifier {
	c := &classifier{lexicon: x, number: map[feature]int{}}
	features := make([][]feature, len(examples))
	lines := map[feature]int{} // that hold a feature
	for i, e := range examples {
		if !slices.Contains(c.labels, e.label) {
			c.labels = append(c.labels, e.label)
		}
		features[i] = x.featuresOf(newSearched(e.text))
		for _, f := range features[i] {
			lines[f]++
		}
	}
	for _, of := range features {
		for _, f := range of {
			if _, known := c.number[f]; known || f.family == runs && lines[f] < leastLines {
				continue
			}
			c.number[f] = len(c.rarity)
			c.rarity = append(c.rarity, float32(math.Log(float64(len(examples)+1)/float64(lines[f]))+1))
		}
	}
	slices.Sort(c.labels)
	vectors, right := make([]vector, len(examples)), make([]int, len(examples))
	for i, e := range examples {
		vectors[i] = c.vector(features[i])
		right[i], _ = slices.BinarySearch(c.labels, e.label)
	}
	c.learn(vectors, right)
	return c
}

// learn goes over the examples several times, in an order that mixes the guides, and moves the weights towards the right answers by
// steps that shrink with what a weight has moved already (AdaGrad).
func (c *classifier) learn(vectors []vector, right []int) {
	size := len(c.labels)
	c.weights = rows(len(c.rarity), size)
	moved := rows(len(c.rarity), size)
	wrong := make([]float32, size)
	const stride = 7919 // a prime
	for range epochs {
		for i := range vectors {
			at := (i * stride) % len(vectors)
			c.chances(vectors[at], wrong)
			wrong[right[at]]--
			for k, f := range vectors[at].at {
				for label, e := range wrong {
					if e < tooSmall && e > -tooSmall {
						continue
					}
					slope := e * vectors[at].value[k]
					moved[f][label] += slope * slope
					c.weights[f][label] -= learningRate * slope / float32(math.Sqrt(float64(moved[f][label])+1e-8))
				}
			}
		}
	}
}

func rows(n, size int) [][]float32 {
	all := make([]float32, n*size)
	cut := make([][]float32, n)
	for i := range cut {
		cut[i] = all[i*size : (i+1)*size : (i+1)*size]
	}
	return cut
}

// vector weighs features by their rarity, and each family as a whole by its share. Features that no example had say nothing.
func (c *classifier) vector(features []feature) vector {
	var v vector
	var kinds []family
	var sums [families]float64
	for _, f := range features {
		if at, known := c.number[f]; known {
			v.at = append(v.at, at)
			kinds = append(kinds, f.family)
			sums[f.family] += float64(c.rarity[at]) * float64(c.rarity[at])
		}
	}
	whole := 0.0
	for f, sum := range sums {
		if sum > 0 {
			whole += share[f] * share[f]
		}
	}
	for i, at := range v.at {
		f := kinds[i]
		v.value = append(v.value, c.rarity[at]*float32(share[f]/math.Sqrt(sums[f]*whole)))
	}
	return v
}

// chances writes how likely each label is for the vector; together they are 1.
func (c *classifier) chances(v vector, into []float32) {
	clear(into)
	for k, f := range v.at {
		value := v.value[k]
		for label, w := range c.weights[f] {
			into[label] += value * w
		}
	}
	most, sum := slices.Max(into), float32(0)
	for i, x := range into {
		into[i] = float32(math.Exp(float64(x - most)))
		sum += into[i]
	}
	for i := range into {
		into[i] /= sum
	}
}

// reading is what the classifier makes of one text.
type reading struct {
	text    searched
	best    string // the likeliest guide
	telling bool   // the text speaks of something that is not everyday
	chances []float32
	by      *classifier
}

// read weighs a text against every label.
func (c *classifier) read(text string) reading {
	r := reading{text: newSearched(text), by: c, chances: make([]float32, len(c.labels))}
	c.chances(c.vector(c.lexicon.featuresOf(r.text)), r.chances)
	most := float32(-1)
	for i, chance := range r.chances {
		if chance > most && c.labels[i] != elsewhere {
			most, r.best = chance, c.labels[i]
		}
	}
	for _, m := range c.lexicon.in(r.text.normal) {
		r.telling = r.telling || !c.lexicon.everyday[m.idea]
	}
	return r
}

// chance is how likely a label is.
func (r reading) chance(label string) float64 {
	if i, known := slices.BinarySearch(r.by.labels, label); known {
		return float64(r.chances[i])
	}
	return 0
}

// A text is about a guide when the likeliest one has a chance and stands against elsewhere. A text of everyday ideas alone must be clear.
const (
	leastBest        = 0.1
	leastEveryday    = 0.6
	mostElsewhere    = 0.65 // of what the best and elsewhere have together
	mostElsewhereDay = 0.5
)

// about reports whether the text is about its likeliest guide at all.
func (r reading) about() bool {
	best, other := r.chance(r.best), r.chance(elsewhere)
	if r.telling {
		return best >= leastBest && other <= mostElsewhere*(best+other)
	}
	return best >= leastEveryday && other <= mostElsewhereDay*(best+other)
}

// mostReasons is how many words of the text are shown as the reason for an answer.
const mostReasons = 3

// why returns the words of the text that speak most for a label, as they stand there, in their order; none when only runs of letters do.
func (r reading) why(label string) []string {
	number, _ := slices.BinarySearch(r.by.labels, label)
	type reason struct {
		mention
		weight float32
	}
	var reasons []reason
	for _, m := range r.by.lexicon.in(r.text.normal) {
		at, known := r.by.number[feature{ideas, r.by.lexicon.names[m.idea]}]
		if !known {
			continue
		}
		if w := r.by.weights[at][number] * r.by.rarity[at]; w > 0 {
			reasons = append(reasons, reason{m, w})
		}
	}
	slices.SortStableFunc(reasons, func(a, b reason) int { return cmp.Compare(b.weight, a.weight) })
	var words []string
	var at []int
	for _, why := range reasons {
		word := r.text.wordAt(why.at, why.said)
		if word == "" || slices.Contains(words, word) || len(words) == mostReasons {
			continue
		}
		next, _ := slices.BinarySearch(at, why.at)
		at, words = slices.Insert(at, next, why.at), slices.Insert(words, next, word)
	}
	return words
}
